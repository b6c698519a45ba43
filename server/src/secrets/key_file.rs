//! Where the keys come from: a credential of the service manager, or a file that only its owner can read.

use super::Key;
use crate::database::create_private_folder;
use crate::error::StartError;
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

/// Name of the credential in `$CREDENTIALS_DIRECTORY`.
const CREDENTIAL: &str = "switchroom-key";

/// Where the keys are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeySource {
    /// Handed over by the service manager (systemd's `LoadCredential=`), which also guards it.
    Credential(PathBuf),
    /// A file, made at the first start.
    File(PathBuf),
}

impl KeySource {
    /// The credential if there is one, else the file.
    #[must_use]
    pub fn choose(credentials: Option<&Path>, file: PathBuf) -> Self {
        match credentials.map(|folder| folder.join(CREDENTIAL)).filter(|path| path.exists()) {
            Some(path) => Self::Credential(path),
            None => Self::File(file),
        }
    }

    /// The keys, the active one first; `None` when the file is not there yet.
    ///
    /// # Errors
    /// A sentence: not readable, readable by others, or no key inside.
    pub fn read(&self) -> Result<Option<Vec<Key>>, StartError> {
        let path = self.path();
        let content = match fs::read_to_string(path) {
            Ok(content) => content,
            Err(error) if error.kind() == ErrorKind::NotFound && matches!(self, Self::File(_)) => return Ok(None),
            Err(error) => return Err(self.error(&format!("cannot be read: {error}"))),
        };
        // A credential's mode shows an access list of the service manager, not that others can read it.
        if matches!(self, Self::File(_)) {
            let mode = fs::metadata(path).map_err(|error| self.error(&error.to_string()))?.permissions().mode();
            if mode & 0o077 != 0 {
                let path = path.display();
                return Err(
                    self.error(&format!("can be read by others (mode {:03o}); run: chmod 600 '{path}'", mode & 0o777))
                );
            }
        }
        self.parse(&content).map(Some)
    }

    fn parse(&self, content: &str) -> Result<Vec<Key>, StartError> {
        let lines = content.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
        let keys: Option<Vec<Key>> = lines.map(Key::parse).collect();
        keys.filter(|keys| !keys.is_empty())
            .ok_or_else(|| self.error("should have one key on each line: 32 bytes in base64, the active key first"))
    }

    /// Makes a key and keeps it, and returns what the file holds then: of two servers that start at once both get the
    /// same key.
    ///
    /// # Errors
    /// A sentence when the file cannot be written.
    pub fn create(&self) -> Result<Vec<Key>, StartError> {
        let written = write_new(self.path(), Key::generate().line().as_bytes());
        match written {
            Ok(()) => tracing::info!("made the key file {}; keep a copy of it apart from the database", self),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(self.error(&format!("cannot be written: {error}"))),
        }
        self.read()?.ok_or_else(|| self.error("has vanished"))
    }

    fn path(&self) -> &Path {
        match self {
            Self::Credential(path) | Self::File(path) => path,
        }
    }

    fn error(&self, what: &str) -> StartError {
        let name = match self {
            Self::Credential(_) => "The credential",
            Self::File(_) => "The key file (SWITCHROOM_SECRET_KEY_FILE)",
        };
        StartError(format!("{name} {self} {what}."))
    }
}

impl std::fmt::Display for KeySource {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.path().display().fmt(f)
    }
}

/// Writes a file that only its owner can read, all or nothing, and never over another.
fn write_new(path: &Path, content: &[u8]) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    create_private_folder(folder)?;
    let temporary = path.with_extension(format!("new-{}", crate::random::token()));
    let written = (|| {
        let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&temporary)?;
        file.write_all(content)?;
        file.sync_all()?;
        // Unlike a rename, a link fails when the name is taken.
        fs::hard_link(&temporary, path)?;
        File::open(folder)?.sync_all()
    })();
    let removed = fs::remove_file(&temporary);
    written.and(removed)
}
