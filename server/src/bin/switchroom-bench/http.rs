//! A browser that keeps its connection open, in the fewest lines.

use crate::Failure;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

/// One connection to a server.
pub(crate) struct Browser {
    address: SocketAddr,
    connection: BufReader<TcpStream>,
    /// `name=value`, as the server set it.
    pub(crate) cookie: Option<String>,
}

/// What came back.
pub(crate) struct Answer {
    pub(crate) status: u16,
    headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
    /// Bytes of head and body as they came.
    pub(crate) bytes: usize,
}

impl Browser {
    pub(crate) fn new(address: SocketAddr) -> Result<Self, Failure> {
        let connection = TcpStream::connect(address)?;
        connection.set_nodelay(true)?;
        connection.set_read_timeout(Some(Duration::from_secs(60)))?;
        Ok(Self { address, connection: BufReader::new(connection), cookie: None })
    }

    /// The same browser with another connection.
    pub(crate) fn another(&self) -> Result<Self, Failure> {
        Ok(Self { cookie: self.cookie.clone(), ..Self::new(self.address)? })
    }

    /// Signs in and keeps the cookie.
    pub(crate) fn sign_in(&mut self, email: &str, password: &str) -> Result<(), Failure> {
        let form = format!("email={}&password={password}&back=%2F", email.replace('@', "%40"));
        let address = self.address;
        let head = format!(
            "Origin: http://{address}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n",
            form.len()
        );
        let answer = self.send("POST", "/api/session/sign-in", &head, form.as_bytes())?;
        let cookie = answer.header("set-cookie").and_then(|cookie| cookie.split(';').next());
        self.cookie = Some(cookie.ok_or_else(|| format!("nobody could sign in ({})", answer.status))?.to_owned());
        Ok(())
    }

    /// Asks for a page or a file, compressed.
    pub(crate) fn get(&mut self, path: &str) -> Result<Answer, Failure> {
        self.send("GET", path, "Accept: text/html,*/*\r\nAccept-Encoding: br\r\n", b"")
    }

    /// The same, uncompressed.
    pub(crate) fn get_plain(&mut self, path: &str) -> Result<Answer, Failure> {
        self.send("GET", path, "Accept: text/html,*/*\r\n", b"")
    }

    fn send(&mut self, method: &str, path: &str, head: &str, body: &[u8]) -> Result<Answer, Failure> {
        let cookie = self.cookie.as_ref().map(|cookie| format!("Cookie: {cookie}\r\n")).unwrap_or_default();
        let head = format!("{method} {path} HTTP/1.1\r\nHost: {}\r\n{head}{cookie}\r\n", self.address);
        self.connection.get_mut().write_all(&[head.as_bytes(), body].concat())?;
        self.receive()
    }

    fn receive(&mut self) -> Result<Answer, Failure> {
        let mut bytes = 0;
        let status = self.line(&mut bytes)?;
        let status = status.split(' ').nth(1).and_then(|code| code.parse().ok()).ok_or("no status")?;
        let mut headers = Vec::new();
        loop {
            let line = self.line(&mut bytes)?;
            let Some((name, value)) = line.split_once(':') else { break };
            headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
        }
        let mut answer = Answer { status, headers, body: Vec::new(), bytes };
        if let Some(length) = answer.header("content-length").and_then(|length| length.parse().ok()) {
            self.take(length, &mut answer)?;
        } else if answer.header("transfer-encoding").is_some() {
            self.chunks(&mut answer)?;
        }
        Ok(answer)
    }

    fn chunks(&mut self, answer: &mut Answer) -> Result<(), Failure> {
        loop {
            let size = usize::from_str_radix(&self.line(&mut answer.bytes)?, 16)?;
            self.take(size, answer)?;
            self.line(&mut answer.bytes)?;
            if size == 0 {
                return Ok(());
            }
        }
    }

    fn take(&mut self, length: usize, answer: &mut Answer) -> Result<(), Failure> {
        let start = answer.body.len();
        answer.body.resize(start + length, 0);
        self.connection.read_exact(&mut answer.body[start..])?;
        answer.bytes += length;
        Ok(())
    }

    fn line(&mut self, bytes: &mut usize) -> Result<String, Failure> {
        let mut line = String::new();
        *bytes += self.connection.read_line(&mut line)?;
        if line.is_empty() {
            return Err("the server hung up".into());
        }
        Ok(line.trim_end().to_owned())
    }
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}
