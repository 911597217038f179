//! Configurations that were written to do harm end in an error, soon and with little memory.

mod support;

use interchange::{ErrorCode, Options, read};
use proptest::prelude::*;
use support::soon;

/// The error of a text.
fn refused(text: &str) -> ErrorCode {
    let options = Options::default();
    match soon(|| read(text, "main.tf", &options)) {
        Ok(_) => panic!("it must be refused: {text:.400}"),
        Err(error) => error.code,
    }
}

fn pipeline(name: &str, more: &str) -> String {
    format!("{more}\nresource \"aws_codepipeline\" \"p\" {{\n  name = {name}\n}}\n")
}

fn locals(lines: &str) -> String {
    format!("locals {{\n{lines}}}\n")
}

#[test]
fn names_that_depend_on_themselves_are_found() {
    assert_eq!(
        refused(&pipeline("local.a", &locals("  a = local.b\n  b = \"${local.a}x\"\n"))),
        ErrorCode::Cycle
    );
    assert_eq!(refused(&pipeline("aws_codepipeline.p.arn", "")), ErrorCode::Cycle);
    let each = "resource \"aws_s3_bucket\" \"b\" {\n  for_each = aws_s3_bucket.b\n}\n";
    assert_eq!(refused(&pipeline("aws_s3_bucket.b[\"x\"].id", each)), ErrorCode::Cycle);
}

#[test]
fn values_that_grow_are_stopped() {
    let doubled = |form: &str| {
        let line = |index: usize| {
            format!("  l{index} = {}\n", form.replace("NEXT", &format!("local.l{}", index + 1)))
        };
        let lines: String = (0..40).map(line).collect();
        locals(&(lines + "  l40 = \"x\"\n"))
    };
    for (name, form) in [
        ("local.l0", "\"${NEXT}${NEXT}\""),
        ("jsonencode(local.l0)", "[NEXT, NEXT]"),
        ("join(\"\", flatten(local.l0))", "[NEXT, NEXT]"),
        ("local.l0 == local.l0 ? \"a\" : \"b\"", "{ a = NEXT, b = NEXT }"),
        ("length(toset([local.l0, local.l1]))", "[NEXT, NEXT]"),
        ("format(\"%v\", local.l0)", "[NEXT, NEXT]"),
        ("length([for a in range(1000) : [for b in range(1000) : [for c in range(1000) : a]]])", "NEXT"),
        ("length(setproduct(range(1000), range(1000), range(1000)))", "NEXT"),
        (
            "replace(join(\"\", range(1000)), \"/(.*)/\", join(\"\", [for i in range(1000) : \"$1$1$1$1$1$1$1$1$1$1\"]))",
            "NEXT",
        ),
        (
            "indent(1000, join(\"\", [for i in range(1000) : \"\\n\"])) == \"\" ? \"\" : indent(999, join(\"\", [for i in range(1000) : \"${i}\\n\\n\\n\\n\\n\\n\\n\\n\\n\\n\\n\\n\\n\\n\\n\\n\\n\\n\\n\\n\\n\\n\"]))",
            "NEXT",
        ),
    ] {
        assert_eq!(refused(&pipeline(name, &doubled(form))), ErrorCode::TooMuch, "{name}");
    }
    assert_eq!(
        refused("resource \"aws_codepipeline\" \"p\" {\n  count = 1000000000\n}\n"),
        ErrorCode::TooMuch
    );
}

#[test]
fn chains_that_are_too_long_are_stopped() {
    for form in [
        "NEXT",
        "\"${NEXT}\"",
        "[NEXT]",
        "{ a = NEXT }",
        "lower(NEXT)",
        "true ? NEXT : 1",
        "[for x in [NEXT] : x]",
    ] {
        let line = |index: usize| {
            format!("  l{index} = {}\n", form.replace("NEXT", &format!("local.l{}", index + 1)))
        };
        let lines: String = (0..5000).map(line).collect();
        let text = pipeline("local.l0", &locals(&(lines + "  l5000 = \"x\"\n")));
        assert_eq!(refused(&text), ErrorCode::TooMuch, "{form}");
    }
    for (open, close) in [
        ("[", "]"),
        ("(", ")"),
        ("{ a = ", " }"),
        ("lower(", ")"),
        ("\"${", "}\""),
        ("!", ""),
        ("true ? 1 : ", ""),
    ] {
        let deep = format!("{}x{}", open.repeat(5000), close.repeat(5000));
        let code = refused(&pipeline(&deep, ""));
        assert!(matches!(code, ErrorCode::Unreadable(_)), "{open}: {code:?}");
    }
    let blocks = format!("{}{}", "a {\n".repeat(5000), "}\n".repeat(5000));
    assert!(matches!(refused(&pipeline("1", &blocks)), ErrorCode::Unreadable(_)));
}

#[test]
fn values_within_values_are_bounded() {
    // Each local is made when the one before it is known: nothing is deep but the value.
    let line = |index: usize| format!("  l{index} = [local.l{}]\n", index.saturating_sub(1));
    let lines: String = (1..2000).map(line).collect();
    let members: String =
        (0..2000).step_by(20).map(|index| format!("      K{index} = length(local.l{index})\n")).collect();
    let text = format!(
        "{}resource \"aws_codepipeline\" \"p\" {{\n  stage {{\n    action {{\n    configuration = {{\n{members}    }}\n  }}\n  }}\n}}\n",
        locals(&("  l0 = []\n".to_owned() + &lines))
    );
    assert_eq!(refused(&text), ErrorCode::TooMuch);
}

#[test]
fn a_million_lines_are_too_many() {
    assert_eq!(refused(&"# a\n".repeat(1_000_000)), ErrorCode::Unreadable(pipeline::ErrorCode::TooLarge));
}

#[test]
fn modules_that_call_themselves_are_stopped() {
    let text = "module \"a\" {\n  source = \"./m\"\n}\n";
    let inner: String =
        (0..6).map(|index| format!("module \"m{index}\" {{\n  source = \"./\"\n}}\n")).collect();
    let files = |path: &str| (path == "m/main.tf").then(|| inner.clone());
    let names = |path: &str| if path == "m" { vec!["main.tf".to_owned()] } else { Vec::new() };
    let options = Options { files: &files, folder: &names, ..Options::default() };
    let error = soon(|| read(text, "main.tf", &options)).unwrap_err();
    assert_eq!(error.code, ErrorCode::TooMuch, "{error}");
}

#[test]
fn files_outside_are_not_asked_for() {
    let asked = std::cell::RefCell::new(Vec::new());
    let files = |path: &str| {
        asked.borrow_mut().push(path.to_owned());
        None
    };
    let text = "resource \"aws_codepipeline\" \"p\" {\n  name = try(file(\"/etc/passwd\"), file(\"~/.aws/credentials\"), \"none\")\n}\n";
    let import = read(text, "main.tf", &Options { files: &files, ..Options::default() }).unwrap();
    assert_eq!(import.pipelines[0].document.declaration.name, "none");
    assert!(asked.borrow().iter().all(|path| path.starts_with(".terraform/")), "{asked:?}");
}

/// Pieces of expressions, put together at random.
fn expression() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        any::<i16>().prop_map(|number| number.to_string()),
        "[a-z$%{}~ ]{0,8}".prop_map(|text| format!("\"{}\"", text.replace("${", "$").replace("%{", "%"))),
        prop::sample::select(vec![
            "null",
            "true",
            "var.unknown",
            "var.list",
            "local.a",
            "aws_s3_bucket.b",
            "aws_s3_bucket.b.arn",
            "data.x.y.z",
            "each.key",
            "count.index",
            "[]",
            "{}",
            "path.module",
            "module.m.x",
            "aws_s3_bucket.many[*].id",
        ])
        .prop_map(str::to_owned),
    ];
    leaf.prop_recursive(5, 60, 4, |inner| {
        let functions = prop::sample::select(vec![
            "abs",
            "max",
            "lower",
            "format",
            "join",
            "split",
            "replace",
            "regex",
            "regexall",
            "substr",
            "concat",
            "merge",
            "flatten",
            "length",
            "lookup",
            "element",
            "keys",
            "values",
            "toset",
            "tolist",
            "tostring",
            "tonumber",
            "try",
            "can",
            "coalesce",
            "jsonencode",
            "jsondecode",
            "yamlencode",
            "yamldecode",
            "zipmap",
            "setproduct",
            "slice",
            "range",
            "sort",
            "distinct",
            "index",
            "contains",
            "sum",
            "chunklist",
            "transpose",
            "indent",
            "trim",
            "title",
            "base64decode",
            "urlencode",
            "file",
            "templatefile",
            "fileset",
            "one",
            "parseint",
            "log",
            "pow",
            "timestamp",
            "formatlist",
            "matchkeys",
            "reverse",
            "setsubtract",
            "alltrue",
            "compact",
            "nothing",
        ]);
        let many = prop::collection::vec(inner.clone(), 0..4);
        prop_oneof![
            (functions, many.clone()).prop_map(|(name, args)| format!("{name}({})", args.join(", "))),
            many.prop_map(|items| format!("[{}]", items.join(", "))),
            (inner.clone(), inner.clone()).prop_map(|(key, value)| format!("{{ ({key}) = {value}, b = 1 }}")),
            (inner.clone(), inner.clone(), inner.clone()).prop_map(|(a, b, c)| format!("({a} ? {b} : {c})")),
            (inner.clone(), prop::sample::select(vec!["+", "==", "&&", "<", "%", "!="]), inner.clone())
                .prop_map(|(a, operator, b)| format!("({a} {operator} {b})")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("[for k, v in {a} : {b} if v != k]")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("{{ for v in {a} : v => {b}... }}")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a})[{b}]")),
            inner.clone().prop_map(|a| format!("({a}).b")),
            inner.clone().prop_map(|a| format!("({a})[*].b")),
            inner.prop_map(|a| format!("\"x${{{a}}}%{{ if {a} ~}} y %{{ endif }}\"")),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(384))]

    #[test]
    fn any_expression_is_worked_out_or_refused(name in expression(), each in expression(), value in expression()) {
        let text = format!(
            "variable \"unknown\" {{}}\nvariable \"list\" {{ default = [\"a\", \"b\"] }}\nlocals {{ a = {value} }}\n\
             resource \"aws_s3_bucket\" \"b\" {{ bucket = {value} }}\nresource \"aws_s3_bucket\" \"many\" {{ count = 2 }}\n\
             data \"x\" \"y\" {{}}\nresource \"aws_codepipeline\" \"p\" {{\n  name = {name}\n  dynamic \"stage\" {{\n    for_each = {each}\n\
             content {{ name = stage.value }}\n  }}\n}}\n"
        );
        if let Ok(import) = read(&text, "main.tf", &Options::default()) {
            for pipeline in &import.pipelines {
                pipeline::check_document(&pipeline.document);
            }
        }
    }
}
