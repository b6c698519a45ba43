//! A throw-away PostgreSQL: a cluster in a temporary folder, on a free port, stopped and removed at the end.

use std::{
    fs,
    net::TcpListener,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::Context;

use crate::{
    files::{self, Throwaway},
    machine::{apt, programs},
    process,
};

/// How the folders are named: this, and the process id of the xtask that made them.
const PREFIX: &str = "switchroom-postgres";
/// Many connections for tests that run side by side; nothing here has to outlive a power cut.
const OPTIONS: &str = "-c listen_addresses=127.0.0.1 -c max_connections=300 -c fsync=off \
                       -c synchronous_commit=off -c full_page_writes=off";

/// A running cluster.
pub(crate) struct Postgres {
    programs: PathBuf,
    port: u16,
    /// Removed after the cluster has stopped: fields go after `drop`.
    folder: Throwaway,
}

impl Postgres {
    /// Makes and starts a cluster, installing PostgreSQL first where it is missing.
    pub(crate) fn start() -> anyhow::Result<Self> {
        let programs = programs::postgres()?;
        remove_left_over(&programs);
        let folder = Throwaway::make(&std::env::temp_dir(), PREFIX)?;
        if apt::is_root() {
            process::run(process::command("chown").arg("postgres:").arg(&folder.0))?;
        }
        let port = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
        let port = port.context("cannot find a free port")?.port();
        let data = folder.0.join("data");
        let mut initdb = command(&programs, "initdb", &folder.0);
        initdb.arg("-D").arg(&data).args(["-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8", "-N"]);
        process::run_quietly(&mut initdb)?;
        let cluster = Self { programs, port, folder };
        cluster.control("start", Some(&format!("-p {port} -k {} {OPTIONS}", cluster.folder.0.display())))?;
        Ok(cluster)
    }

    /// The address of its maintenance database, as its superuser.
    pub(crate) fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }

    fn control(&self, action: &str, options: Option<&str>) -> anyhow::Result<()> {
        control(&self.programs, &self.folder.0, action, options)
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        if let Err(error) = self.control("stop", None) {
            eprintln!("PostgreSQL did not stop: {error:#}");
        }
    }
}

/// One of PostgreSQL's programs. It refuses to run as root, so root runs it as the user that Debian made for it.
fn command(programs: &Path, name: &str, folder: &Path) -> Command {
    let program = programs.join(name);
    let mut command = if apt::is_root() {
        let mut runuser = process::command("runuser");
        runuser.args(["-u", "postgres", "--"]).arg(program);
        runuser
    } else {
        process::command(program)
    };
    command.current_dir(folder);
    command
}

fn control(programs: &Path, folder: &Path, action: &str, options: Option<&str>) -> anyhow::Result<()> {
    let mut command = command(programs, "pg_ctl", folder);
    command.arg("-D").arg(folder.join("data")).args(["-w", "-m", "immediate", action]);
    // Without a log of its own the server would keep our output open for ever.
    command.arg("-l").arg(folder.join("log"));
    if let Some(options) = options {
        command.arg("-o").arg(options);
    }
    process::run_quietly(&mut command)
}

/// What an xtask left behind that was killed: its process is gone, its folder is not.
fn remove_left_over(programs: &Path) {
    let Ok(entries) = fs::read_dir(std::env::temp_dir()) else { return };
    for folder in entries.flatten().map(|entry| entry.path()) {
        let name = files::name(&folder);
        let Some(pid) = name.strip_prefix(PREFIX).and_then(|rest| rest.strip_prefix('-')) else { continue };
        if !Path::new("/proc").join(pid).exists() && Path::new("/proc/self").exists() {
            // It may have stopped by itself, or belong to somebody else; both are fine.
            drop(control(programs, &folder, "stop", None));
            drop(fs::remove_dir_all(&folder));
        }
    }
}
