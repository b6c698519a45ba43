//! `cargo xtask run --watch`: save a file, and the page shows it.
//!
//! The server is started anew after each build. Pages hold a connection to it (`SWITCHROOM_LIVE_RELOAD`), notice
//! that it is gone, and load again as soon as it is back. Files are compared every moment, which needs no library
//! and works on every file system.

use std::{
    collections::BTreeMap,
    path::PathBuf,
    process::{Child, Command},
    thread,
    time::{Duration, Instant, SystemTime},
};

use crate::{files, interrupt, process, profile::Profile, site};

/// How often the files are looked at.
const TICK: Duration = Duration::from_millis(300);
/// How long the old server may finish its requests.
const PATIENCE: Duration = Duration::from_secs(2);

/// When each file was written last.
type Times = BTreeMap<PathBuf, SystemTime>;

/// What is watched, by what a change leads to.
#[derive(PartialEq, Eq)]
struct Sources {
    /// Needs a compiler.
    code: Times,
    /// Needs the site to be put together again.
    looks: Times,
}

/// Serves, and builds and serves again after each change, until Ctrl-C.
pub(super) fn watch(profile: Profile, mut server: Command) -> anyhow::Result<()> {
    interrupt::watch()?;
    server.env("SWITCHROOM_LIVE_RELOAD", "1");
    let mut seen = None;
    let mut running = None;
    while !interrupt::asked() {
        let now = Sources::now()?;
        if seen.as_ref() != Some(&now) {
            let code_changed = seen.as_ref().is_none_or(|seen| seen.code != now.code);
            seen = Some(now);
            match rebuild(profile, code_changed) {
                Ok(()) => {
                    running.take().map(stop).transpose()?;
                    running = Some(process::start(&mut server)?);
                    println!("watching app, server, style and public");
                }
                Err(error) => eprintln!("✗ {error:#}\nsave a file to try again; a running server goes on as it was"),
            }
        }
        if has_ended(&mut running)? {
            println!("the server ended; save a file to start it again");
            running = None;
        }
        thread::sleep(TICK);
    }
    running.map(stop).transpose()?;
    Ok(())
}

fn has_ended(running: &mut Option<Child>) -> anyhow::Result<bool> {
    match running {
        Some(server) => Ok(server.try_wait()?.is_some()),
        None => Ok(false),
    }
}

fn rebuild(profile: Profile, code_changed: bool) -> anyhow::Result<()> {
    if code_changed {
        site::build(profile)?;
        site::build_server(profile)
    } else {
        site::assemble(profile).map(drop)
    }
}

/// Asks the server to stop, and ends it when a page keeps it from stopping.
fn stop(mut server: Child) -> anyhow::Result<()> {
    process::ask_to_stop(&server);
    let asked = Instant::now();
    while server.try_wait()?.is_none() {
        if asked.elapsed() > PATIENCE {
            server.kill()?;
        }
        thread::sleep(Duration::from_millis(20));
    }
    Ok(())
}

impl Sources {
    fn now() -> anyhow::Result<Self> {
        Ok(Self { code: times(&["app", "server"])?, looks: times(&["style", "public"])? })
    }
}

fn times(folders: &[&str]) -> anyhow::Result<Times> {
    let mut times = Times::new();
    for folder in folders {
        for path in files::walk(&files::root().join(folder))? {
            // A file may be gone again: editors write under other names first.
            if let Ok(time) = path.metadata().and_then(|data| data.modified()) {
                times.insert(path, time);
            }
        }
    }
    Ok(times)
}
