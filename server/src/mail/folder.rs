//! Writes messages as files, when there is no mail server.

use super::failure::{Failure, FailureKind};
use super::message::Written;
use crate::database::create_private_folder;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

/// A folder with a file for each message.
pub(super) struct Folder(pub(super) PathBuf);

impl Folder {
    /// Writes a message. When this returns without a failure the file is whole and on the disk.
    pub(super) async fn deliver(&self, message: &Written) -> Result<(), Failure> {
        let (folder, id, content) = (self.0.clone(), message.id, message.content.clone());
        let written = tokio::task::spawn_blocking(move || write(&folder, id, &content)).await;
        match written {
            Ok(Ok(())) => Ok(()),
            Ok(Err(error)) => Err(not_written(&error)),
            Err(error) => Err(not_written(&error)),
        }
    }
}

fn not_written(error: &dyn std::error::Error) -> Failure {
    Failure::new(FailureKind::NobodyThere, &format!("The file cannot be written: {error}."))
}

/// Under another name until it is whole. A message that is written once more, after a crash, has the same names, so there
/// is one file, and nothing half-written is left.
fn write(folder: &Path, id: i64, content: &[u8]) -> io::Result<()> {
    create_private_folder(folder)?;
    let temporary = folder.join(format!(".{id:08}.new"));
    let written = (|| {
        let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&temporary)?;
        file.write_all(content)?;
        file.sync_all()?;
        fs::rename(&temporary, folder.join(format!("{id:08}.eml")))?;
        File::open(folder)?.sync_all()
    })();
    if written.is_err() {
        let _ = fs::remove_file(&temporary);
    }
    written
}
