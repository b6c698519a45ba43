//! QR codes.

use qrcode::{Color, QrCode};
use std::fmt::Write;

/// Light modules on each side that readers need (ISO/IEC 18004 section 9.1).
const QUIET: usize = 4;

/// A QR code of this text as SVG. Black on white whatever the theme, since many readers fail on the reverse; attributes
/// alone, since the content security policy allows no inline styles.
///
/// # Errors
/// A sentence when the text is too long for a QR code: about 2,300 bytes.
pub fn svg(text: &str) -> Result<String, String> {
    // Level M, the crate's default: a fifth of the code may be hidden by a finger or a reflection.
    let code = QrCode::new(text).map_err(|error| format!("A text of {} bytes as QR code: {error}.", text.len()))?;
    let (width, colors) = (code.width(), code.to_colors());
    let size = width + 2 * QUIET;
    let mut path = String::new();
    for (y, row) in colors.chunks(width).enumerate() {
        for (x, length) in dark_runs(row) {
            // Writing to a string does not fail.
            let _ = write!(path, "M{} {}h{length}v1h-{length}z", x + QUIET, y + QUIET);
        }
    }
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {size} {size}\" role=\"img\" aria-label=\"QR code\" \
         shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h{size}v{size}h-{size}z\"/>\
         <path fill=\"#000\" d=\"{path}\"/></svg>"
    ))
}

/// Where dark modules begin in a row, and how many follow each other.
fn dark_runs(row: &[Color]) -> Vec<(usize, usize)> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for (x, _) in row.iter().enumerate().filter(|(_, color)| **color == Color::Dark) {
        match runs.last_mut() {
            Some((start, length)) if *start + *length == x => *length += 1,
            _ => runs.push((x, 1)),
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random;
    use crate::sip_phones::provisioning_address;

    /// Pixels for a module.
    const SCALE: usize = 4;

    fn number(text: &str) -> usize {
        text.parse().unwrap_or_else(|_| panic!("{text:?} is no number"))
    }

    /// Draws the SVG as a browser does, and reads the picture as a phone does.
    fn read(svg: &str) -> String {
        let between = |start: &str, end: &str| {
            let (_, rest) = svg.split_once(start).expect(start);
            rest.split_once(end).expect(end).0.to_owned()
        };
        let size = number(&between("viewBox=\"0 0 ", " "));
        let mut dark = vec![false; size * size];
        for run in between("<path fill=\"#000\" d=\"M", "\"").split('M') {
            let (x, rest) = run.split_once(' ').expect("x");
            let (y, rest) = rest.split_once('h').expect("y");
            let (length, rest) = rest.split_once('v').expect("a length");
            assert_eq!(rest, format!("1h-{length}z"));
            let start = number(y) * size + number(x);
            dark[start..start + number(length)].fill(true);
        }
        let quiet = |n: usize| n < QUIET || n >= size - QUIET;
        assert!((0..size * size).all(|at| !dark[at] || !(quiet(at / size) || quiet(at % size))), "the quiet zone");
        let pixel = |x: usize, y: usize| if dark[y / SCALE * size + x / SCALE] { 0 } else { 255 };
        let mut picture = rqrr::PreparedImage::prepare_from_greyscale(size * SCALE, size * SCALE, pixel);
        let grids = picture.detect_grids();
        assert_eq!(grids.len(), 1, "one QR code");
        grids[0].decode().expect("a QR code that can be read").1
    }

    #[test]
    fn what_was_written_is_read() {
        let token = "a-B_9".repeat(8);
        for text in [
            "x".to_owned(),
            format!("https://switchroom.example.org/provision/{token}abc"),
            format!("linphone-config:https://[2001:db8::1]:3000/provision/{token}abc"),
            "<&\"'> Zoë 山田".to_owned(),
            "long ".repeat(200),
        ] {
            assert_eq!(read(&svg(&text).expect("a QR code")), text);
        }
    }

    #[test]
    fn a_phone_reads_exactly_the_address_whatever_the_token() {
        for base in
            ["https://switchroom.example.org", "http://[2001:db8::1]:3000", "https://xn--bcher-kva.example:8443"]
        {
            for _ in 0..20 {
                let token = random::token();
                let address = provisioning_address(base, &token);
                assert_eq!(address, format!("{base}/provision/{token}"));
                assert_eq!(read(&svg(&address).expect("a QR code")), address);
            }
        }
    }

    #[test]
    fn it_is_black_on_white_without_styles_and_scripts() {
        let svg = svg("<script>&style=").expect("a QR code");
        assert!(svg.contains("<path fill=\"#fff\" d=\"M0 0h") && svg.contains("<path fill=\"#000\""), "{svg}");
        for forbidden in ["style", "script", "class", "currentColor", "href"] {
            assert!(!svg.contains(forbidden), "{forbidden} in {svg}");
        }
    }

    #[test]
    fn a_text_that_is_too_long_is_an_error() {
        let error = svg(&"x".repeat(10_000)).expect_err("too long");
        assert!(error.starts_with("A text of 10000 bytes as QR code: ") && !error.contains("xx"), "{error}");
    }
}
