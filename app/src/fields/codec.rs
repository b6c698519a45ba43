use super::Problem;
use serde::{Deserialize, Serialize};

/// The codecs that are offered to an endpoint: G.711 A-law (PCMA), µ-law (PCMU) or both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Codec {
    /// PCMA, payload type 8 (RFC 3551).
    Alaw,
    /// PCMU, payload type 0 (RFC 3551).
    Ulaw,
    /// Both, A-law first.
    #[default]
    AlawUlaw,
}

impl Codec {
    /// All choices, in the order of the form.
    pub const ALL: [Self; 3] = [Self::AlawUlaw, Self::Alaw, Self::Ulaw];

    /// The word kept in the database and in forms.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Alaw => "alaw",
            Self::Ulaw => "ulaw",
            Self::AlawUlaw => "alaw_ulaw",
        }
    }

    /// The words that people see.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Alaw => "alaw",
            Self::Ulaw => "ulaw",
            Self::AlawUlaw => "alaw and ulaw",
        }
    }

    /// Reads a code; nothing means the default.
    ///
    /// # Errors
    /// [`Problem::Choice`] for a word that is no code.
    pub fn parse(code: &str) -> Result<Self, Problem> {
        match code.trim() {
            "" => Ok(Self::default()),
            code => Self::ALL.into_iter().find(|codec| codec.code() == code).ok_or(Problem::Choice),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_codec_is_found_by_its_code_and_nothing_else_is() {
        for codec in Codec::ALL {
            assert_eq!(Codec::parse(codec.code()), Ok(codec));
        }
        assert_eq!(Codec::parse(""), Ok(Codec::AlawUlaw));
        assert_eq!(Codec::parse("g729"), Err(Problem::Choice));
        assert_eq!(Codec::parse("ALAW"), Err(Problem::Choice));
    }
}
