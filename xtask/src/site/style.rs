//! The style sheets, one after the other in the order of their names.

use super::minify;
use crate::{files, profile::Profile};

/// All of `style/*.css` as one sheet.
pub(super) fn sheet(profile: Profile) -> anyhow::Result<Vec<u8>> {
    let mut sheet = String::new();
    for path in files::list(&files::root().join("style"))? {
        if path.extension().is_some_and(|extension| extension == "css") {
            sheet.push_str(&files::read_text(&path)?);
            sheet.push('\n');
        }
    }
    Ok(match profile {
        Profile::Dev => sheet,
        Profile::Release => minify::minify(&sheet),
    }
    .into_bytes())
}
