//! Digest authentication (RFC 7616, and RFC 8760 for SIP): what stands for a password.

use md5::{Digest, Md5};
use sha2::{Sha256, Sha512_256};
use std::fmt::Write;

/// What a challenge asks to be hashed with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Algorithm {
    /// `MD5`, the one that every phone knows.
    Md5,
    /// `SHA-256`
    Sha256,
    /// `SHA-512-256`
    Sha512Of256,
}

impl Algorithm {
    /// The name in a challenge.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Md5 => "MD5",
            Self::Sha256 => "SHA-256",
            Self::Sha512Of256 => "SHA-512-256",
        }
    }

    /// The hash of a text, in small hexadecimal digits.
    #[must_use]
    pub fn hash(self, text: &str) -> String {
        match self {
            Self::Md5 => hex(&Md5::digest(text)),
            Self::Sha256 => hex(&Sha256::digest(text)),
            Self::Sha512Of256 => hex(&Sha512_256::digest(text)),
        }
    }
}

/// H(A1) (RFC 7616 section 3.4.2). Derived where it is needed and never kept: it stands for the password, and binds
/// user, realm and algorithm.
#[must_use]
pub fn ha1(user: &str, realm: &str, password: &str, algorithm: Algorithm) -> String {
    algorithm.hash(&format!("{user}:{realm}:{password}"))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
        // Writing to a string does not fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The answer to a challenge with `qop=auth` (RFC 7616 section 3.4.1).
    fn response(ha1: &str, algorithm: Algorithm, nonce: &str, cnonce: &str, uri: &str) -> String {
        let ha2 = algorithm.hash(&format!("GET:{uri}"));
        algorithm.hash(&format!("{ha1}:{nonce}:00000001:{cnonce}:auth:{ha2}"))
    }

    #[test]
    fn the_examples_of_rfc_7616_section_3_9_1_come_out() {
        let (nonce, cnonce) =
            ("7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ");
        for (algorithm, expected) in [
            (Algorithm::Md5, "8ca523f5e9506fed4657c9700eebdbec"),
            (Algorithm::Sha256, "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"),
        ] {
            let ha1 = ha1("Mufasa", "http-auth@example.org", "Circle of Life", algorithm);
            assert_eq!(response(&ha1, algorithm, nonce, cnonce, "/dir/index.html"), expected, "{}", algorithm.name());
        }
    }

    /// As corrected by erratum 4897: the RFC itself has cut a SHA-512 short.
    #[test]
    fn the_example_of_rfc_7616_section_3_9_2_comes_out() {
        let algorithm = Algorithm::Sha512Of256;
        let ha1 = ha1("J\u{e4}s\u{f8}n Doe", "api@example.org", "Secret, or not?", algorithm);
        let (nonce, cnonce) =
            ("5TsQWLVdgBdmrQ0XsxbDODV+57QdFR34I9HAbC/RVvkK", "NTg6RKcb9boFIAS3KrFK9BGeh+iDa/sm6jUMp2wds69v");
        let expected = "3798d4131c277846293534c3edc11bd8a5e4cdcbff78b05db9d95eeb1cec68a5";
        assert_eq!(response(&ha1, algorithm, nonce, cnonce, "/doe.json"), expected);
    }
}
