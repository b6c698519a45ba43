//! Starting other programs, with an environment that is not that of `cargo xtask`.

use std::{
    ffi::OsString,
    process::{Child, Command, ExitStatus, Stdio},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, bail};

use crate::{files, interrupt};

/// How often a running program is looked after.
const TICK: Duration = Duration::from_millis(20);
/// How long a program may take to stop by itself after Ctrl-C before it is asked by signal.
const GRACE: Duration = Duration::from_secs(2);

/// A program in the root of the workspace, without the variables that `cargo run` set for xtask alone: build
/// scripts look at some of them and would run again after each change between xtask and plain cargo.
pub(crate) fn command(program: impl Into<OsString>) -> Command {
    let mut command = Command::new(program.into());
    command.current_dir(files::root());
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        let own = text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIFEST_");
        if own || ["CARGO_BIN_NAME", "CARGO_CRATE_NAME", "CARGO_PRIMARY_PACKAGE", "LD_LIBRARY_PATH"].contains(&&*text) {
            command.env_remove(&name);
        }
    }
    command
}

/// The cargo that runs xtask, for everything native.
pub(crate) fn cargo() -> Command {
    command(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// The command as a person would type it, for messages.
pub(crate) fn shown(command: &Command) -> String {
    let mut words = vec![command.get_program().to_string_lossy().into_owned()];
    words.extend(command.get_args().map(|word| word.to_string_lossy().into_owned()));
    words.join(" ")
}

/// Starts a program.
pub(crate) fn start(command: &mut Command) -> anyhow::Result<Child> {
    command.spawn().with_context(|| format!("cannot start `{}`", shown(command)))
}

/// Runs a program to its end, its output going where ours goes.
pub(crate) fn status(command: &mut Command) -> anyhow::Result<ExitStatus> {
    let mut child = start(command)?;
    wait(&mut child)
}

/// The same, and an error unless it succeeds.
pub(crate) fn run(command: &mut Command) -> anyhow::Result<()> {
    let status = status(command)?;
    interrupt::check()?;
    if !status.success() {
        bail!("`{}` failed ({status})", shown(command));
    }
    Ok(())
}

/// Runs a program that should say nothing unless it fails.
pub(crate) fn run_quietly(command: &mut Command) -> anyhow::Result<()> {
    let output = command.stdin(Stdio::null()).output();
    let output = output.with_context(|| format!("cannot start `{}`", shown(command)))?;
    if !output.status.success() {
        let said = [output.stdout, output.stderr].concat();
        bail!("`{}` failed ({}):\n{}", shown(command), output.status, String::from_utf8_lossy(&said));
    }
    Ok(())
}

/// What a program prints; its errors are shown.
pub(crate) fn output(command: &mut Command) -> anyhow::Result<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::inherit()).output();
    let output = output.with_context(|| format!("cannot start `{}`", shown(command)))?;
    if !output.status.success() {
        bail!("`{}` failed ({})", shown(command), output.status);
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Whether a program succeeds within `limit`; it is ended when it does not.
pub(crate) fn succeeds_within(command: &mut Command, limit: Duration) -> anyhow::Result<bool> {
    let mut child = start(command.stdin(Stdio::null()))?;
    let started = Instant::now();
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(status.success());
        }
        if started.elapsed() > limit {
            child.kill()?;
            child.wait()?;
            return Ok(false);
        }
        thread::sleep(TICK);
    }
}

/// Waits for the end. After Ctrl-C the program has time to stop by itself, then it is asked to.
pub(crate) fn wait(child: &mut Child) -> anyhow::Result<ExitStatus> {
    let mut asked_at = None;
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(status);
        }
        if interrupt::asked() {
            let since = asked_at.get_or_insert_with(Instant::now);
            if since.elapsed() > GRACE {
                ask_to_stop(child);
                return Ok(child.wait()?);
            }
        }
        thread::sleep(TICK);
    }
}

/// Asks a program to stop as a service manager would. A failure means that it has ended already.
pub(crate) fn ask_to_stop(child: &Child) {
    let pid = child.id().to_string();
    drop(Command::new("kill").args(["-TERM", &pid]).stderr(Stdio::null()).status());
}

/// Takes the person's own settings away: tests and demonstrations must never reach their database or mail server.
pub(crate) fn forget_settings(command: &mut Command) {
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("SWITCHROOM_") {
            command.env_remove(name);
        }
    }
}
