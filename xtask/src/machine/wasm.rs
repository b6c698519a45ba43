//! The compiler for the browser's half: the one that runs xtask where it has the target, else Debian's.
//!
//! rustup's own target is a download from the Rust project's server. Where that cannot be reached (companies,
//! build machines), Debian packages a whole Rust with the source of its standard library, from which the target
//! is built once (see [`super::standard_library`]).

use std::{
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Duration,
};

use anyhow::bail;

use super::{apt, standard_library};
use crate::{files, process};

/// The target's name.
pub(crate) const TARGET: &str = "wasm32-unknown-unknown";
/// How long rustup may try to fetch the target.
const DOWNLOAD_LIMIT: Duration = Duration::from_secs(180);
/// Debian's compiler and cargo, always by their paths: the `PATH` may have rustup's in front.
const DEBIAN_RUSTC: &str = "/usr/bin/rustc";
const DEBIAN_CARGO: &str = "/usr/bin/cargo";

/// A compiler that can build for the browser.
pub(crate) enum Toolchain {
    /// The one that runs xtask.
    Current,
    /// Debian's, with a standard library built on this machine.
    Debian {
        /// The folder that stands in for the compiler's own, as it holds the target's library.
        sysroot: PathBuf,
        /// `rust-lld` or `wasm-ld`.
        linker: PathBuf,
    },
}

/// Finds a compiler for the browser's half, or installs one.
pub(crate) fn ready() -> anyhow::Result<Toolchain> {
    if current_has_target() {
        return Ok(Toolchain::Current);
    }
    // Before rustup is asked: where it failed once it would fail again, and perhaps slowly.
    if let Some(sysroot) = standard_library::built(DEBIAN_RUSTC) {
        return Ok(Toolchain::Debian { sysroot, linker: linker()? });
    }
    if files::find_program("rustup").is_some() {
        println!("  trying `rustup target add {TARGET}`");
        let mut command = process::command("rustup");
        // rustup's complaint would look like ours; what failed is said below.
        command.args(["target", "add", TARGET]).stdout(Stdio::null()).stderr(Stdio::null());
        if process::succeeds_within(&mut command, DOWNLOAD_LIMIT)? && current_has_target() {
            return Ok(Toolchain::Current);
        }
        println!("  rustup cannot fetch it; Debian's compiler takes its place for the browser part");
    }
    debian()
}

impl Toolchain {
    /// `cargo SUBCOMMAND` for the browser's half, apart from where the native builds go, so that the two do not
    /// wait for each other's lock.
    pub(crate) fn cargo(&self, subcommand: &str) -> anyhow::Result<Command> {
        let mut command = match self {
            Self::Current => {
                let mut command = process::cargo();
                command.arg(subcommand);
                command
            }
            Self::Debian { sysroot, linker } => debian_cargo(subcommand, sysroot, linker)?,
        };
        command.arg("--target-dir").arg(target_folder()).args(["--target", TARGET]);
        Ok(command)
    }
}

/// Where the browser's half is compiled.
pub(crate) fn target_folder() -> PathBuf {
    files::target().join("web")
}

/// Debian's cargo in an environment that rustup has not prepared for another one.
pub(super) fn debian_command(program: &str) -> Command {
    let mut command = process::command(program);
    for name in ["RUSTUP_TOOLCHAIN", "RUSTDOC", "RUSTFLAGS", "RUSTC_WORKSPACE_WRAPPER"] {
        command.env_remove(name);
    }
    command.env("CARGO", DEBIAN_CARGO).env("RUSTC", DEBIAN_RUSTC);
    command
}

fn debian_cargo(subcommand: &str, sysroot: &Path, linker: &Path) -> anyhow::Result<Command> {
    let mut command = if subcommand == "clippy" {
        let clippy = "/usr/bin/cargo-clippy";
        if !Path::new(clippy).exists() {
            apt::install(&["rust-web-clippy"], "clippy for the browser part")?;
        }
        debian_command(clippy)
    } else {
        debian_command(DEBIAN_CARGO)
    };
    command.arg(subcommand);
    command.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker);
    // Cargo's own separator, since a path may hold spaces.
    command.env("CARGO_ENCODED_RUSTFLAGS", format!("--sysroot\u{1f}{}", sysroot.display()));
    Ok(command)
}

fn debian() -> anyhow::Result<Toolchain> {
    let packages = ["rustc-web", "cargo-web", "rust-web-src"];
    if !Path::new(DEBIAN_RUSTC).exists() || !Path::new(DEBIAN_CARGO).exists() || !standard_library::has_source() {
        let purpose = format!("a Rust compiler for {TARGET} (`rustup target add {TARGET}` is the usual way)");
        apt::install(&packages, &purpose)?;
    }
    // What may have to be installed by hand comes before what takes a minute.
    let linker = linker()?;
    let sysroot = standard_library::build(DEBIAN_RUSTC, DEBIAN_CARGO)?;
    Ok(Toolchain::Debian { sysroot, linker })
}

/// rustup brings a linker for WebAssembly with every toolchain; without rustup, LLVM's packages have it.
fn linker() -> anyhow::Result<PathBuf> {
    let found = || rustup_linker().or_else(|| VERSIONS.iter().find_map(|version| files::find_program(version)));
    if let Some(linker) = found() {
        return Ok(linker);
    }
    let package = ["lld-22", "lld-21", "lld-20", "lld-19"].into_iter().find(|package| apt::offers(package));
    apt::install(&[package.unwrap_or("lld")], "a linker for WebAssembly")?;
    match found() {
        Some(linker) => Ok(linker),
        None => bail!("No linker for WebAssembly was found: neither rust-lld nor wasm-ld is there."),
    }
}

/// Newest first: an old linker does not know what a new compiler emits.
const VERSIONS: [&str; 5] = ["wasm-ld-22", "wasm-ld-21", "wasm-ld-20", "wasm-ld-19", "wasm-ld"];

fn rustup_linker() -> Option<PathBuf> {
    let sysroot = process::output(process::command("rustc").args(["--print", "sysroot"])).ok()?;
    let hosts = Path::new(sysroot.trim()).join("lib/rustlib").read_dir().ok()?;
    hosts.flatten().map(|host| host.path().join("bin/rust-lld")).find(|path| path.is_file())
}

fn current_has_target() -> bool {
    let mut command = process::command("rustc");
    command.args(["--print", "target-libdir", "--target", TARGET]).stderr(Stdio::null());
    process::output(&mut command).is_ok_and(|folder| standard_library::is_in(Path::new(folder.trim())))
}
