use crate::random;
use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use secrecy::{ExposeSecret, SecretBox};
use sha2::{Digest, Sha256};
use std::sync::Arc;

/// 256 bits that seal secrets. Its `Debug` shows the id alone.
#[derive(Clone)]
pub struct Key {
    id: String,
    bytes: Arc<SecretBox<[u8; 32]>>,
}

impl Key {
    /// A new random key.
    #[must_use]
    pub fn generate() -> Self {
        Self::from_bytes(random::bytes())
    }

    /// Reads a key as the key file has it: 32 bytes in base64.
    #[must_use]
    pub fn parse(line: &str) -> Option<Self> {
        let bytes: [u8; 32] = BASE64.decode(line.trim()).ok()?.try_into().ok()?;
        Some(Self::from_bytes(bytes))
    }

    fn from_bytes(bytes: [u8; 32]) -> Self {
        let digest = Sha256::digest(bytes);
        let id = digest.iter().take(4).map(|byte| format!("{byte:02x}")).collect();
        Self { id, bytes: Arc::new(SecretBox::new(Box::new(bytes))) }
    }

    /// Eight hexadecimal digits that tell keys apart; the key cannot be got from them.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    pub(super) fn bytes(&self) -> &[u8; 32] {
        self.bytes.expose_secret()
    }

    /// The line of the key file.
    pub(super) fn line(&self) -> String {
        format!("{}\n", BASE64.encode(self.bytes()))
    }
}

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Key({})", self.id)
    }
}
