//! Randomness for secrets, from one place: the operating system.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};

/// `N` random bytes.
///
/// # Panics
/// When the operating system has no randomness: a guessable secret would be worse than no answer.
#[must_use]
pub fn bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("the operating system gives random bytes");
    bytes
}

/// 256 random bits as 43 characters that need no quoting in a URL, a cookie or a shell.
#[must_use]
pub fn token() -> String {
    URL_SAFE_NO_PAD.encode(bytes::<32>())
}

/// What the database keeps of a token: whoever reads it there cannot use it.
#[must_use]
pub fn hash(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_long_and_never_the_same() {
        let token = token();
        assert_eq!(token.len(), 43);
        assert_ne!(token, super::token());
    }
}
