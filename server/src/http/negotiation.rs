//! Which compressed copy of a file a browser takes (RFC 9110 section 12.5.3).

use http::{HeaderMap, header};

/// How a file is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Encoding {
    Brotli,
    Gzip,
    Identity,
}

impl Encoding {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Brotli => "br",
            Self::Gzip => "gzip",
            Self::Identity => "identity",
        }
    }
}

/// The smallest of the copies at hand among those that the browser likes best. What it takes none of it gets plain.
pub(super) fn choose(headers: &HeaderMap, has: impl Fn(Encoding) -> bool) -> Encoding {
    let accepted = accepted(headers);
    let quality = |encoding: Encoding| {
        let named = accepted.iter().find(|(name, _)| name == encoding.name());
        let any = || accepted.iter().find(|(name, _)| name == "*");
        match named.or_else(any) {
            Some((_, quality)) => *quality,
            // Unnamed, the plain file is acceptable but last.
            None if encoding == Encoding::Identity => 1,
            None => 0,
        }
    };
    let mut best = (Encoding::Identity, 0);
    for encoding in [Encoding::Brotli, Encoding::Gzip, Encoding::Identity] {
        let quality = quality(encoding);
        if quality > best.1 && (encoding == Encoding::Identity || has(encoding)) {
            best = (encoding, quality);
        }
    }
    best.0
}

/// Names with their qualities in thousandths.
fn accepted(headers: &HeaderMap) -> Vec<(String, u16)> {
    let headers = headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|header| header.to_str().ok());
    let items = headers.flat_map(|header| header.split(',')).map(str::trim).filter(|item| !item.is_empty());
    items
        .map(|item| {
            let mut parts = item.split(';').map(str::trim);
            let name = parts.next().unwrap_or_default().to_ascii_lowercase();
            let quality = parts.find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")));
            (name, quality.map_or(1_000, thousandths))
        })
        .collect()
}

/// `0.5` is 500; what is no number counts as a refusal.
fn thousandths(quality: &str) -> u16 {
    let (whole, fraction) = quality.split_once('.').unwrap_or((quality, ""));
    let fraction = format!("{fraction:0<3}");
    match (whole, fraction.get(..3).and_then(|digits| digits.parse::<u16>().ok())) {
        ("1", Some(_)) => 1_000,
        ("0", Some(fraction)) => fraction,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(accept: &str) -> Encoding {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_ENCODING, accept.parse().expect("a header"));
        choose(&headers, |_| true)
    }

    #[test]
    fn browsers_get_brotli() {
        assert_eq!(chosen("gzip, deflate, br, zstd"), Encoding::Brotli);
        assert_eq!(chosen("*"), Encoding::Brotli);
    }

    #[test]
    fn qualities_are_honoured() {
        assert_eq!(chosen("br;q=0.5, gzip;q=0.8"), Encoding::Gzip);
        assert_eq!(chosen("br;q=0, *"), Encoding::Gzip);
        assert_eq!(chosen("br;q=0,gzip;q=0.000"), Encoding::Identity);
        assert_eq!(chosen("gzip;q=0.1, identity;q=0.2"), Encoding::Identity);
        assert_eq!(chosen("GZIP"), Encoding::Gzip);
        assert_eq!(chosen("br;q=nonsense"), Encoding::Identity);
    }

    #[test]
    fn without_the_header_or_a_copy_the_file_comes_plain() {
        assert_eq!(choose(&HeaderMap::new(), |_| true), Encoding::Identity);
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_ENCODING, "br, gzip".parse().expect("a header"));
        assert_eq!(choose(&headers, |encoding| encoding == Encoding::Gzip), Encoding::Gzip);
        assert_eq!(choose(&headers, |_| false), Encoding::Identity);
    }
}
