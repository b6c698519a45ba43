//! A mail server that takes everything at once and keeps it, in the fewest lines.

use crate::Failure;
use lettre::Address;
use lettre::address::Envelope;
use std::io::{BufRead, BufReader, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::time::Duration;
use tokio::sync::watch;

/// Longest wait for all messages.
const PATIENCE: Duration = Duration::from_mins(10);

/// The mail server. It listens until the end of the program.
pub(crate) struct Sink {
    pub(crate) port: u16,
    taken: watch::Receiver<Vec<Taken>>,
}

/// A message as it came.
#[derive(Clone)]
pub(crate) struct Taken {
    pub(crate) envelope: Envelope,
    pub(crate) content: Vec<u8>,
}

impl Sink {
    pub(crate) fn start() -> Result<Self, Failure> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let port = listener.local_addr()?.port();
        let (taking, taken) = watch::channel(Vec::new());
        std::thread::spawn(move || {
            for connection in listener.incoming().flatten() {
                let taking = taking.clone();
                // Whoever hangs up in the middle of a word sends it again.
                std::thread::spawn(move || drop(converse(&connection, &taking)));
            }
        });
        Ok(Self { port, taken })
    }

    /// So many messages, once they are there.
    pub(crate) async fn taken(&mut self, count: usize) -> Result<Vec<Taken>, Failure> {
        let all = self.taken.wait_for(|taken| taken.len() >= count);
        let taken = tokio::time::timeout(PATIENCE, all).await.map_err(|_| "the messages did not come in time")??;
        Ok(taken.clone())
    }
}

/// The conversation of RFC 5321, for clients that make no mistakes.
fn converse(connection: &TcpStream, taking: &watch::Sender<Vec<Taken>>) -> Result<(), Failure> {
    connection.set_nodelay(true)?;
    let (mut lines, mut answers) = (BufReader::new(connection), connection);
    answers.write_all(b"220 sink ready\r\n")?;
    let (mut line, mut from, mut to) = (Vec::new(), None, Vec::new());
    loop {
        line.clear();
        if lines.read_until(b'\n', &mut line)? == 0 {
            return Ok(());
        }
        let command = String::from_utf8_lossy(&line).into_owned();
        let answer: &[u8] = match command.get(..4).unwrap_or_default() {
            "EHLO" => b"250-sink\r\n250-8BITMIME\r\n250 SMTPUTF8\r\n",
            "MAIL" => {
                from = address(&command);
                b"250 go on\r\n"
            }
            "RCPT" => {
                to.extend(address(&command));
                b"250 go on\r\n"
            }
            "DATA" => {
                answers.write_all(b"354 go on\r\n")?;
                let envelope = Envelope::new(from.take(), std::mem::take(&mut to))?;
                let taken = Taken { envelope, content: content(&mut lines)? };
                taking.send_modify(|all| all.push(taken));
                b"250 taken\r\n"
            }
            "QUIT" => return Ok(answers.write_all(b"221 bye\r\n")?),
            _ => b"250 go on\r\n",
        };
        answers.write_all(answer)?;
    }
}

/// What stands between `<` and `>`.
fn address(command: &str) -> Option<Address> {
    command.split_once('<')?.1.split_once('>')?.0.parse().ok()
}

/// Up to the line with a dot alone; a dot that begins a longer line was added on the way.
fn content(lines: &mut impl BufRead) -> Result<Vec<u8>, Failure> {
    let (mut content, mut line) = (Vec::new(), Vec::new());
    loop {
        line.clear();
        if lines.read_until(b'\n', &mut line)? == 0 {
            return Err("the connection ended in the middle of a message".into());
        }
        match &line[..] {
            b".\r\n" => return Ok(content),
            [b'.', rest @ ..] => content.extend_from_slice(rest),
            whole => content.extend_from_slice(whole),
        }
    }
}
