//! The two ways to build: quick to compile, or small and fast for others.

use std::path::PathBuf;

use crate::files;

/// How the browser's and the server's halves are compiled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Profile {
    /// For working on it and for the tests.
    Dev,
    /// For others: optimised, and compressed as far as it goes.
    Release,
}

impl Profile {
    /// Cargo's profile of the browser's half, as in the root `Cargo.toml`.
    pub(crate) fn wasm(self) -> &'static str {
        match self {
            Self::Dev => "wasm-dev",
            Self::Release => "wasm-release",
        }
    }

    /// The folder under `target` with the native programs.
    pub(crate) fn native_folder(self) -> &'static str {
        match self {
            Self::Dev => "debug",
            Self::Release => "release",
        }
    }

    /// The built site. Each profile has its own, so that a release build does not pull the files from under a
    /// server that runs for development.
    pub(crate) fn site(self) -> PathBuf {
        files::target().join(match self {
            Self::Dev => "site",
            Self::Release => "site-release",
        })
    }

    /// The server's executable.
    pub(crate) fn server(self) -> PathBuf {
        files::target().join(self.native_folder()).join("switchroom")
    }
}
