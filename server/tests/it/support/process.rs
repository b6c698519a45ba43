//! The real program, as somebody starts it.

use super::Test;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

/// A running `switchroom`; killed when dropped.
pub(crate) struct Process {
    child: Child,
    stdout: BufReader<ChildStdout>,
    /// `http://127.0.0.1:PORT`
    pub(crate) base: String,
}

/// What a program that has ended said.
#[derive(Debug)]
pub(crate) struct Said {
    pub(crate) status: ExitStatus,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Test {
    /// The program with this test's database and data folder, and nothing of this process's settings.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = command(self.folder.path(), arguments);
        command.env("SWITCHROOM_DATABASE_URL", &self.url_text);
        command
    }

    /// Starts `switchroom serve` and waits until it answers.
    pub(crate) fn start(&self) -> Process {
        self.site();
        Process::start(self.command(&[]))
    }

    /// The set-up's browser files, for a process.
    fn site(&self) {
        let folder = self.folder.path().join("site");
        std::fs::create_dir_all(folder.join("pkg")).expect("a folder");
        std::fs::write(folder.join("manifest.json"), r#"{"js": "", "wasm": "", "css": ""}"#).expect("a manifest");
    }
}

/// The program with this data folder.
pub(crate) fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_switchroom"));
    command
        .args(arguments)
        .env_clear()
        .env("SWITCHROOM_ADDR", "127.0.0.1:0")
        .env("SWITCHROOM_DATA", folder)
        .env("SWITCHROOM_SITE", folder.join("site"))
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// Runs a program to its end.
pub(crate) fn finish(mut command: Command, input: &str) -> Said {
    let mut child = command.stdin(Stdio::piped()).spawn().expect("the program");
    child.stdin.take().expect("its input").write_all(input.as_bytes()).expect("written");
    let output = child.wait_with_output().expect("its end");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
    Said { status: output.status, stdout: text(output.stdout), stderr: text(output.stderr) }
}

impl Process {
    /// Starts a server and waits until it answers.
    pub(crate) fn start(mut command: Command) -> Self {
        command.stderr(Stdio::inherit());
        Self::spawn(command)
    }

    /// The same, with its log in a file.
    pub(crate) fn start_logging(mut command: Command, log: &Path) -> Self {
        command.stderr(std::fs::File::create(log).expect("a log"));
        Self::spawn(command)
    }

    fn spawn(mut command: Command) -> Self {
        let mut child = command.spawn().expect("the program");
        let mut stdout = BufReader::new(child.stdout.take().expect("its output"));
        let line = read_line(&mut stdout);
        let base = line.strip_prefix("Listening on ").unwrap_or_else(|| panic!("said {line:?}")).to_owned();
        Self { child, stdout, base }
    }

    /// The next line that it says; waits for it.
    pub(crate) fn line(&mut self) -> String {
        read_line(&mut self.stdout)
    }

    /// The number of the process.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Sends a signal, such as `TERM`.
    pub(crate) fn signal(&self, name: &str) {
        let status = Command::new("kill").args(["-s", name, &self.id().to_string()]).status().expect("kill");
        assert!(status.success());
    }

    /// Waits for its end, at most ten seconds, and returns what it still said.
    pub(crate) fn wait(mut self) -> (ExitStatus, String) {
        let end = Instant::now() + Duration::from_secs(15);
        while Instant::now() < end {
            if let Some(status) = self.child.try_wait().expect("its state") {
                let mut rest = String::new();
                self.stdout.read_to_string(&mut rest).expect("its output");
                return (status, rest);
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        panic!("the program did not end");
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn read_line(from: &mut impl BufRead) -> String {
    let mut line = String::new();
    from.read_line(&mut line).expect("a line");
    line.trim_end().to_owned()
}
