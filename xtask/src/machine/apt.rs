//! Debian's packages, for whoever is root or may use sudo without a password.

use std::{
    process::{Command, Stdio},
    sync::Once,
    thread,
    time::Duration,
};

use anyhow::bail;

use crate::{files, process};

/// Others may be installing at the same moment; apt waits this long for them, in seconds.
const PATIENCE: &str = "DPkg::Lock::Timeout=300";

/// Installs packages; `purpose` completes the sentence "… is missing" when that is impossible.
pub(crate) fn install(packages: &[&str], purpose: &str) -> anyhow::Result<()> {
    if files::find_program("apt-get").is_none() {
        bail!(
            "{purpose} is missing, and this system has no apt-get to install it with. \
             Install it with the system's own package manager (Debian calls it: {}).",
            packages.join(" ")
        );
    }
    let Some(rights) = rights() else {
        bail!(
            "{purpose} is missing, and installing it takes root. Type this, then try again:\n  \
             sudo apt-get update && sudo apt-get install --no-install-recommends {}",
            packages.join(" ")
        );
    };
    println!("  installing {} for {purpose}", packages.join(" "));
    update(rights);
    let mut command = apt_get(rights);
    command.args(["install", "--no-install-recommends"]).args(packages);
    process::run_quietly(&mut command)
}

/// Whether apt has any version of a package to offer.
pub(crate) fn offers(package: &str) -> bool {
    if let Some(rights) = rights() {
        update(rights);
    }
    let shown = Command::new("apt-cache").args(["show", "--no-all-versions", package]).stderr(Stdio::null()).output();
    shown.is_ok_and(|output| output.status.success() && !output.stdout.is_empty())
}

/// How to become root.
#[derive(Clone, Copy)]
enum Rights {
    Root,
    Sudo,
}

fn rights() -> Option<Rights> {
    if is_root() {
        return Some(Rights::Root);
    }
    let sudo = Command::new("sudo").args(["-n", "true"]).stderr(Stdio::null()).status();
    sudo.is_ok_and(|status| status.success()).then_some(Rights::Sudo)
}

/// Whether this is root.
pub(crate) fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output();
    id.is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}

fn apt_get(rights: Rights) -> Command {
    let mut command = match rights {
        Rights::Root => process::command("env"),
        Rights::Sudo => process::command("sudo"),
    };
    if matches!(rights, Rights::Sudo) {
        command.args(["-n", "env"]);
    }
    command.args(["DEBIAN_FRONTEND=noninteractive", "apt-get", "-y", "-q", "-o", PATIENCE]);
    command
}

/// The package lists are fetched once a run. When that fails the old ones may still do, so it only warns.
fn update(rights: Rights) {
    static UPDATED: Once = Once::new();
    UPDATED.call_once(|| {
        // The lists' own lock is not one that apt waits for.
        for _ in 0..10 {
            match process::run_quietly(apt_get(rights).arg("update")) {
                Ok(()) => return,
                Err(error) if error.to_string().contains("lock") => thread::sleep(Duration::from_secs(3)),
                Err(error) => {
                    println!("  {error}");
                    return;
                }
            }
        }
    });
}
