//! Licences and unwanted crates, as `deny.toml` lists them: by cargo-deny where it is installed, else by ourselves.
//!
//! The own check covers what matters to somebody who ships the program: every licence allowed, no banned crate.

use std::collections::BTreeSet;

use anyhow::{Context, bail};
use serde_json::Value;
use spdx::{Expression, ParseMode};
use toml::Table;

use crate::{files, process};

/// Fails with one line for each crate that is not allowed.
pub(super) fn check() -> anyhow::Result<()> {
    if files::find_program("cargo-deny").is_some() {
        return process::run(process::cargo().args(["deny", "check", "licenses", "bans"]));
    }
    let rules = Rules::read(&files::read_text(&files::root().join("deny.toml"))?)?;
    let metadata = process::output(process::cargo().args(["metadata", "--format-version=1", "--locked"]))?;
    let problems = rules.problems(&serde_json::from_str(&metadata)?);
    if !problems.is_empty() {
        bail!("{}", problems.join("\n"));
    }
    Ok(())
}

/// The part of `deny.toml` that is checked here.
struct Rules {
    allowed: BTreeSet<String>,
    /// Crates with a licence of their own: name, licence.
    exceptions: Vec<(String, String)>,
    banned: BTreeSet<String>,
}

impl Rules {
    fn read(text: &str) -> anyhow::Result<Self> {
        let table: Table = text.parse().context("deny.toml is not valid")?;
        let list = |section: &str, key: &str| {
            table.get(section).and_then(|section| section.get(key)?.as_array().cloned()).unwrap_or_default()
        };
        let name = |entry: &toml::Value| {
            let text = entry.as_str().or_else(|| entry.get("crate")?.as_str()).or_else(|| entry.get("name")?.as_str());
            text.map(str::to_owned)
        };
        let exception = |entry: &toml::Value| {
            let licences = entry.get("allow").and_then(|allow| allow.as_array().cloned()).unwrap_or_default();
            let named = name(entry).into_iter();
            named
                .flat_map(|own| licences.iter().filter_map(move |licence| Some((own.clone(), name(licence)?))))
                .collect::<Vec<_>>()
        };
        Ok(Self {
            allowed: list("licenses", "allow").iter().filter_map(name).collect(),
            exceptions: list("licenses", "exceptions").iter().flat_map(exception).collect(),
            banned: list("bans", "deny").iter().filter_map(name).collect(),
        })
    }

    /// What is wrong with the packages of `cargo metadata`. Own crates (no source) are not asked.
    fn problems(&self, metadata: &Value) -> Vec<String> {
        let packages = metadata["packages"].as_array().into_iter().flatten();
        packages.filter(|package| !package["source"].is_null()).filter_map(|package| self.problem(package)).collect()
    }

    fn problem(&self, package: &Value) -> Option<String> {
        let name = package["name"].as_str().unwrap_or_default();
        if self.banned.contains(name) {
            return Some(format!("{name} is banned"));
        }
        let Some(licence) = package["license"].as_str() else { return Some(format!("{name} names no licence")) };
        match Expression::parse_mode(licence, ParseMode::LAX) {
            Ok(expression) if expression.evaluate(|needed| self.allows(name, &needed.to_string())) => None,
            Ok(_) => Some(format!("{name} is under {licence}, which is not allowed")),
            Err(error) => Some(format!("{name} has a licence that cannot be read: {error}")),
        }
    }

    fn allows(&self, package: &str, licence: &str) -> bool {
        let excepted = |(name, allowed): &(String, String)| name == package && allowed == licence;
        self.allowed.contains(licence) || self.exceptions.iter().any(excepted)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const RULES: &str = r#"
        [licenses]
        allow = ["MIT", "Apache-2.0"]
        exceptions = [{ crate = "odd", allow = ["MPL-2.0"] }]
        [bans]
        deny = [{ crate = "openssl" }, "aws-lc-rs"]
    "#;

    fn problems(name: &str, licence: &str) -> Vec<String> {
        let package = json!({"name": name, "license": licence, "source": "registry"});
        Rules::read(RULES).map(|rules| rules.problems(&json!({"packages": [package]}))).unwrap_or_default()
    }

    #[test]
    fn one_allowed_licence_of_several_is_enough() {
        assert!(problems("a", "GPL-3.0-only OR MIT").is_empty());
        assert!(problems("a", "MIT/Apache-2.0").is_empty());
    }

    #[test]
    fn all_licences_that_apply_together_must_be_allowed() {
        assert_eq!(problems("a", "MIT AND MPL-2.0"), ["a is under MIT AND MPL-2.0, which is not allowed"]);
    }

    #[test]
    fn an_exception_is_for_one_crate() {
        assert!(problems("odd", "MPL-2.0").is_empty());
        assert_eq!(problems("even", "MPL-2.0").len(), 1);
    }

    #[test]
    fn a_banned_crate_is_named() {
        assert_eq!(problems("openssl", "MIT"), ["openssl is banned"]);
        assert_eq!(problems("aws-lc-rs", "MIT"), ["aws-lc-rs is banned"]);
    }

    #[test]
    fn own_crates_are_not_asked() -> anyhow::Result<()> {
        let metadata = json!({"packages": [{"name": "app", "license": null, "source": null}]});
        assert!(Rules::read(RULES)?.problems(&metadata).is_empty());
        Ok(())
    }
}
