//! The program itself: how soon it is there, what it needs, and how fast it answers.

use crate::data::{Data, EMAIL, Kind, PASSWORD};
use crate::endpoints;
use crate::http::Browser;
use crate::lists::Times;
use crate::table::millis;
use crate::{Failure, rate, say, visit};
use app::listing::Cursor;
use std::ffi::OsStr;
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A server, killed when it is dropped.
struct Running {
    child: Child,
    address: SocketAddr,
    /// From the start until it listened.
    started: Duration,
}

impl Running {
    fn start(command: &mut Command) -> Result<Self, Failure> {
        let begin = Instant::now();
        let mut child = command.stdout(Stdio::piped()).spawn()?;
        let output = child.stdout.take().ok_or("no output")?;
        let mut lines = BufReader::new(output).lines();
        let address = loop {
            let line = lines.next().ok_or("the server ended before it listened")??;
            if let Some(address) = line.strip_prefix("Listening on http://") {
                break address.parse()?;
            }
        };
        let started = begin.elapsed();
        // Whoever writes to a closed pipe would be ended.
        std::thread::spawn(move || lines.count());
        Ok(Self { child, address, started })
    }

    /// A line of `/proc/PID/status`, such as `VmRSS`, in megabytes.
    fn megabytes(&self, name: &str) -> Option<f64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'))?;
        line.trim().trim_end_matches(" kB").parse::<f64>().ok().map(|kilobytes| kilobytes / 1_024.0)
    }

    fn print_memory(&self, when: &str) {
        if let (Some(all), Some(own)) = (self.megabytes("VmRSS"), self.megabytes("RssAnon")) {
            say(&format!("Resident memory {when}: {all:.0} MB, of it {own:.0} MB not shared with files"));
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It is gone already: nothing to do.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// On a database of endpoints; `middle` is one from the middle of the list.
pub(crate) fn measure(data: &Data, middle: &Cursor, runs: usize) -> Result<(), Failure> {
    let Some(program) = std::env::var_os("SWITCHROOM_BIN") else {
        say("\nThe server is not measured: SWITCHROOM_BIN does not say where it is.");
        return Ok(());
    };
    say(&format!("\nThe server on {} with {} endpoints", data.kind.name(), data.rows));
    let server = Running::start(&mut command(&program, data))?;
    say(&format!("Started in {} ms", millis(server.started)));
    server.print_memory("after the start");
    let mut browser = Browser::new(server.address)?;
    if data.kind == Kind::Sqlite {
        visit::measure(&mut browser, "/sign-in")?;
    }
    browser.sign_in(EMAIL, PASSWORD)?;
    if data.kind == Kind::Sqlite {
        visit::measure(&mut browser, "/sip-endpoints")?;
    }
    pages(&mut browser, middle, runs)?;
    rates(data, &browser)?;
    server.print_memory("after all this");
    Ok(())
}

fn command(program: &OsStr, data: &Data) -> Command {
    let mut command = Command::new(program);
    command.env("SWITCHROOM_ADDR", "127.0.0.1:0").env("SWITCHROOM_DATA", &data.folder);
    command.env("SWITCHROOM_DATABASE_URL", &data.url).env("SWITCHROOM_LOG", "warn");
    command.env_remove("SWITCHROOM_PUBLIC_URL").env_remove("SWITCHROOM_SECRET_KEY_FILE");
    command
}

/// Each list as a page.
fn pages(browser: &mut Browser, middle: &Cursor, runs: usize) -> Result<(), Failure> {
    say("Pages over HTTP, milliseconds (median, 95 of 100)");
    for (name, query) in endpoints::queries(middle) {
        let path = format!("/sip-endpoints{}", query.to_query_string());
        let mut times = Vec::with_capacity(runs);
        for run in 0..runs + 2 {
            let begin = Instant::now();
            let answer = browser.get(&path)?;
            if answer.status != 200 {
                return Err(format!("{path} was answered with {}", answer.status).into());
            }
            if run >= 2 {
                times.push(begin.elapsed());
            }
        }
        let times = Times::of(times);
        say(&format!("{name:<36}{:>9}{:>8}", millis(times.median), millis(times.p95)));
    }
    Ok(())
}

/// The server's rate beside that of a bare handler, one after the other, each in a process of its own.
fn rates(data: &Data, browser: &Browser) -> Result<(), Failure> {
    let full = rate::of(browser, "/sip-endpoints", false)?;
    let compressed = rate::of(browser, "/sip-endpoints", true)?;
    let bare = Running::start(Command::new(std::env::current_exe()?).args(["--bare", &data.url]))?;
    let least = rate::of(&Browser::new(bare.address)?, "/sip-endpoints", false)?;
    say(&format!("Lists a second: {least:.0} as JSON from a bare axum handler"));
    say(&format!("{full:>20.0} as pages, ratio {:.2}", full / least.max(1e-9)));
    say(&format!("{compressed:>20.0} as compressed pages, ratio {:.2}", compressed / least.max(1e-9)));
    Ok(())
}
