//! Inputs that fit the service model, made by chance: all that its types, patterns, bounds and required members allow.

use std::collections::BTreeMap;

use proptest::strategy::{Strategy, ValueTree};
use proptest::string::string_regex;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use regex::Regex;
use serde_json::{Map, Value};

use crate::Model;

/// How many elements a list or a map has at most, and how many characters a text without a pattern, where the model
/// leaves it open.
const MANY: u64 = 4;

/// Makes inputs; the same ones from the same seed.
pub struct Inputs<'a> {
    model: &'a Model,
    runner: TestRunner,
    /// Names and ids of what there is, which texts are now and then where they fit.
    pub known: Vec<String>,
    patterns: BTreeMap<String, Regex>,
}

impl<'a> Inputs<'a> {
    /// A maker of inputs.
    pub fn new(model: &'a Model, seed: u64) -> Self {
        let bytes = [seed.to_le_bytes(), (!seed).to_le_bytes()].concat();
        let rng = TestRng::from_seed(RngAlgorithm::XorShift, &bytes);
        let runner = TestRunner::new_with_rng(Config::default(), rng);
        Self { model, runner, known: Vec::new(), patterns: BTreeMap::new() }
    }

    /// An input of an operation.
    pub fn of(&mut self, operation: &str) -> Value {
        let shape = self.model.operations[operation]["input"]["shape"].as_str();
        shape.map_or_else(|| Value::Object(Map::new()), |shape| self.make(shape))
    }

    fn make(&mut self, name: &str) -> Value {
        let model = self.model;
        let shape = &model.shapes[name];
        let of = |inner: &'a Value| inner["shape"].as_str().unwrap();
        let (least, most) = (shape["min"].as_u64().unwrap_or(0), shape["max"].as_u64());
        match shape["type"].as_str().unwrap() {
            "structure" => {
                let required = shape["required"].as_array();
                let mut made = Map::new();
                for (member, inner) in shape["members"].as_object().unwrap() {
                    let needed = required.is_some_and(|all| all.iter().any(|one| one == member));
                    if needed || self.pick(0, 1) == 0 {
                        made.insert(member.clone(), self.make(of(inner)));
                    }
                }
                made.into()
            }
            "list" => {
                let count = self.pick(least, most.unwrap_or(MANY).min(least + MANY));
                (0..count).map(|_| self.make(of(&shape["member"]))).collect()
            }
            "map" => {
                let count = self.pick(least, most.unwrap_or(MANY).min(least + MANY));
                let entry = |_| {
                    let key = self.make(of(&shape["key"]));
                    (key.as_str().unwrap().to_owned(), self.make(of(&shape["value"])))
                };
                (0..count).map(entry).collect()
            }
            "string" => self.text(shape).into(),
            "boolean" => (self.pick(0, 1) == 0).into(),
            "timestamp" => self.pick(0, 4_000_000_000).into(),
            // The bounds themselves are the likeliest to be taken wrong.
            "integer" | "long" => {
                let most = most.unwrap_or(u64::from(i32::MAX.unsigned_abs()));
                [least, most, self.pick(least, most)][self.pick(0, 2) as usize].into()
            }
            other => panic!("{name} is a {other}"),
        }
    }

    fn text(&mut self, shape: &Value) -> String {
        if let Some(all) = shape["enum"].as_array() {
            let at = self.pick(0, all.len() as u64 - 1) as usize;
            return all[at].as_str().unwrap().to_owned();
        }
        let pattern = shape["pattern"].as_str().map(|pattern| pattern.trim_matches(['^', '$']));
        let (least, most) = (shape["min"].as_u64().unwrap_or(0), shape["max"].as_u64().unwrap_or(u64::MAX));
        let whole = format!("^({})$", pattern.unwrap_or("(?s:.*)"));
        let whole = self.patterns.entry(whole.clone()).or_insert_with(|| Regex::new(&whole).unwrap()).clone();
        let fits =
            |text: &String| (least..=most).contains(&(text.chars().count() as u64)) && whole.is_match(text);
        let known: Vec<String> = self.known.iter().filter(|text| fits(text)).cloned().collect();
        if !known.is_empty() && self.pick(0, 3) > 0 {
            return known[self.pick(0, known.len() as u64 - 1) as usize].clone();
        }
        let any = format!("(?s:.{{{least},{}}})", most.min(least + MANY));
        let made = string_regex(pattern.unwrap_or(&any)).unwrap();
        loop {
            let text = made.new_tree(&mut self.runner).unwrap().current();
            let text: String = text.chars().take(usize::try_from(most).unwrap_or(usize::MAX)).collect();
            if fits(&text) {
                return text;
            }
        }
    }

    /// A number, bounds included.
    fn pick(&mut self, least: u64, most: u64) -> u64 {
        (least..=most).new_tree(&mut self.runner).unwrap().current()
    }
}
