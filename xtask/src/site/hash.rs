//! Names that change with the content, so that browsers may keep a file for ever.

use sha2::{Digest, Sha256};

/// The first 12 hex digits of a digest: 48 bits, plenty for a handful of files.
pub(crate) fn short(digest: &[u8]) -> String {
    digest.iter().take(6).map(|byte| format!("{byte:02x}")).collect()
}

/// `stem.HASH.extension` of a file with this content; `extension` may be empty.
pub(crate) fn versioned(name: &str, content: &[u8]) -> String {
    let hash = short(&Sha256::digest(content));
    match name.rsplit_once('.') {
        Some((stem, extension)) => format!("{stem}.{hash}.{extension}"),
        None => format!("{name}.{hash}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_stands_before_the_extension() {
        // The SHA-256 of nothing begins with e3b0c44298fc.
        assert_eq!(versioned("style.css", b""), "style.e3b0c44298fc.css");
    }

    #[test]
    fn only_the_last_dot_begins_the_extension() {
        assert_eq!(versioned("icon.dark.svg", b""), "icon.dark.e3b0c44298fc.svg");
    }

    #[test]
    fn a_name_without_extension_ends_with_the_hash() {
        assert_eq!(versioned("LICENSE", b""), "LICENSE.e3b0c44298fc");
    }
}
