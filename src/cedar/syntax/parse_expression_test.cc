// The expression grammar of Cedar, trap by trap. What is accepted is compared as printed, so that
// the shape of the tree shows.
#include <gtest/gtest.h>

#include "cedar/syntax/print.h"
#include "cedar/syntax/reading.h"
#include "value/escape.h"

namespace rune::cedar {
namespace {

// The expression with all its parentheses, or the codes.
std::string Shape(const std::string& text) {
  Reading reading(text);
  const auto parsed = reading.Expression();
  return parsed ? PrintExpr(parsed->pool, parsed->root) : reading.Codes();
}

TEST(ParseExpressionTest, Precedence) {
  EXPECT_EQ(Shape("1 + 2 * 3 - 4 < 5 && true || false"),
            "((((1 + (2 * 3)) - 4) < 5) && true) || false");
  EXPECT_EQ(Shape("true || false && true"), "true || (false && true)");
  EXPECT_EQ(Shape("!principal.a == -context.b"), "(!principal.a) == (-(context.b))");
  EXPECT_EQ(Shape("1 - 2 - 3"), "1 - 2 - 3");
  EXPECT_EQ(Shape("1 - (2 - 3)"), "1 - (2 - 3)");
  EXPECT_EQ(Shape("if true then 1 else 2 + 3"), "if true then 1 else 2 + 3");
  EXPECT_EQ(Shape("principal is User in Group::\"a\" && true"),
            "(principal is User in Group::\"a\") && true");
  EXPECT_EQ(Shape("1 in 2 + 3"), "1 in (2 + 3)");
}

TEST(ParseExpressionTest, OneComparisonPerLevel) {
  for (const char* text :
       {"a.b == 1 == 2", "1 < 2 < 3", "1 == 2 in 3", "1 has a == 2", "1 like \"a\" like \"b\"",
        "principal in action is User", "1 has a in 2", "1 == 2 has a"}) {
    EXPECT_NE(ExpressionCodes(text).find("P0036"), std::string::npos) << text;
  }
  EXPECT_EQ(ExpressionCodes("1 has a + 2"), "P0001");
  EXPECT_EQ(Shape("(1 == 2) == true"), "(1 == 2) == true");
  EXPECT_EQ(Shape("1 == 1 && 2 == 2 || 3 == 3"), "((1 == 1) && (2 == 2)) || (3 == 3)");
}

TEST(ParseExpressionTest, IfNeedsParenthesesAsAnOperand) {
  EXPECT_EQ(ExpressionCodes("true && if true then true else true"), "P0001");
  EXPECT_EQ(ExpressionCodes("1 == if true then 1 else 2"), "P0001");
  EXPECT_EQ(ExpressionCodes("!if true then true else true"), "P0001");
  EXPECT_EQ(Shape("true && (if true then true else true)"),
            "true && (if true then true else true)");
  EXPECT_EQ(Shape("[if true then 1 else 2]"), "[if true then 1 else 2]");
}

TEST(ParseExpressionTest, TheSmallestNumber) {
  const auto value = [](const char* text) {
    Reading reading(text);
    const auto parsed = reading.Expression();
    return parsed && parsed->pool[parsed->root].kind == ExprKind::kLiteral
               ? parsed->pool[parsed->root].literal()
               : Value("not a literal");
  };
  EXPECT_EQ(value("-9223372036854775808"), Value(INT64_MIN));
  EXPECT_EQ(value("- 9223372036854775808"), Value(INT64_MIN));
  EXPECT_EQ(value("9223372036854775807"), Value(INT64_MAX));
  EXPECT_EQ(value("00012"), Value(std::int64_t{12}));
  EXPECT_EQ(value("-0"), Value(std::int64_t{0}));
  EXPECT_EQ(Shape("--9223372036854775808"), "-((-9223372036854775808))");
  EXPECT_EQ(ExpressionCodes("-(9223372036854775808)"), "P0006");
  EXPECT_EQ(ExpressionCodes("9223372036854775808"), "P0006");
  EXPECT_EQ(ExpressionCodes("-9223372036854775808.a"), "P0006");
  EXPECT_EQ(ExpressionCodes("-9223372036854775809"), "P0006");
  EXPECT_EQ(ExpressionCodes("99999999999999999999999"), "P0006");
}

TEST(ParseExpressionTest, ANumberKeepsItsSignOnlyDirectly) {
  EXPECT_EQ(Shape("-5"), "(-5)");
  EXPECT_EQ(Shape("-(5)"), "-(5)");
  EXPECT_EQ(Shape("--5"), "-((-5))");
  EXPECT_EQ(Shape("1 - -1"), "1 - (-1)");
  EXPECT_EQ(Shape("1-1"), "1 - 1");
  EXPECT_EQ(Shape("-1.n"), "-(1.n)");
  EXPECT_EQ(Shape("(-1).n"), "(-1).n");
}

TEST(ParseExpressionTest, RunsOfUnaryOperators) {
  EXPECT_EQ(Shape("!!!!true"), "!(!(!(!true)))");
  EXPECT_EQ(Shape("----context.a"), "-(-(-(-(context.a))))");
  EXPECT_EQ(ExpressionCodes("!!!!!true"), "P0038");
  EXPECT_EQ(ExpressionCodes("-----1"), "P0038");
  EXPECT_EQ(ExpressionCodes("!-1"), "P0038");
  EXPECT_EQ(ExpressionCodes("-!true"), "P0038");
  EXPECT_EQ(ExpressionCodes("1 - ----1"), "");
  EXPECT_EQ(ExpressionCodes("1 - -----1"), "P0038");
}

TEST(ParseExpressionTest, Escapes) {
  const auto text_of = [](const char* text) {
    Reading reading(text);
    const auto parsed = reading.Expression();
    return parsed ? parsed->pool[parsed->root].literal().as_string() : reading.Findings();
  };
  EXPECT_EQ(text_of(R"("\n\r\t\\\0\'\"\x41\u{1_F600}")"),
            std::string("\n\r\t\\\0'\"A\U0001F600", 12));
  EXPECT_EQ(text_of("\"a\nb\""), "a\nb");
  EXPECT_EQ(text_of("\"a\rb\""), "P0005@2+1");
  EXPECT_EQ(text_of("\"a\\\nb\""), "P0005@2+2");
  EXPECT_EQ(text_of(R"("ab\q")"), "P0005@3+2");
  for (const char* wrong :
       {R"("\*")", R"("\x80")", R"("\xg0")", R"("\x1")", R"("\u{}")", R"("\u{_1}")",
        R"("\u{D800}")", R"("\u{110000}")", R"("\u{0000001}")", R"(User::"\*")", R"({"\q": 1})",
        R"(context["\q"])", R"(context has "\q")", R"("a" like "\q")"}) {
    EXPECT_EQ(ExpressionCodes(wrong), "P0005") << wrong;
  }
}

TEST(ParseExpressionTest, Patterns) {
  const auto pattern = [](const char* text) {
    Reading reading(text);
    const auto parsed = reading.Expression();
    return parsed ? parsed->pool[parsed->root].wild()->pattern : std::vector<char32_t>{};
  };
  const char32_t any = value::kPatternWildcard;
  EXPECT_EQ(pattern(R"("a" like "a*\*")"), (std::vector<char32_t>{U'a', any, U'*'}));
  EXPECT_EQ(pattern(R"("a" like "\x2a\u{2a}")"), (std::vector<char32_t>{any, any}));
  EXPECT_EQ(ExpressionCodes("\"a\" like b"), "P0034");
  EXPECT_EQ(ExpressionCodes("\"a\" like (\"b\")"), "P0034");
  EXPECT_EQ(ExpressionCodes("\"a\" like \"b\".c"), "P0034");
}

TEST(ParseExpressionTest, CallStyles) {
  EXPECT_EQ(ExpressionCodes("decimal(\"1.0\")"), "");
  EXPECT_EQ(ExpressionCodes("ip(\"a\",)"), "");
  EXPECT_EQ(ExpressionCodes("ip(,)"), "P0001");
  EXPECT_EQ(ExpressionCodes("\"1.0\".decimal()"), "P0029");
  EXPECT_EQ(ExpressionCodes("isIpv4(ip(\"a\"))"), "P0029");
  EXPECT_EQ(ExpressionCodes("contains([1], 1)"), "P0029");
  EXPECT_EQ(ExpressionCodes("isEmpty([])"), "P0029");
  EXPECT_EQ(ExpressionCodes("foo(1)"), "P0027");
  EXPECT_EQ(ExpressionCodes("unknown(\"x\")"), "P0027");
  EXPECT_EQ(ExpressionCodes("A::ip(\"x\")"), "P0027");
  EXPECT_EQ(ExpressionCodes("[1].foo(1)"), "P0028");
  EXPECT_EQ(ExpressionCodes("principal(1)"), "P0031");
  EXPECT_EQ(ExpressionCodes("(principal.contains)(1)"), "P0031");
  EXPECT_EQ(ExpressionCodes("principal[\"contains\"](1)"), "P0031");
  EXPECT_EQ(ExpressionCodes("User::\"a\"(1)"), "P0031");
}

TEST(ParseExpressionTest, EveryExtensionFunctionHasItsStyle) {
  for (int i = 0; i <= static_cast<int>(ExtensionFunction::kToDays); ++i) {
    const auto f = static_cast<ExtensionFunction>(i);
    const std::string name(ExtensionName(f));
    EXPECT_EQ(FindExtension(name), f);
    const std::string arguments = ExtensionArity(f) == 2 ? "context.b" : "";
    const std::string as_method = "context.a." + name + "(" + arguments + ")";
    const std::string as_function = name + "(context.a)";
    EXPECT_EQ(ExpressionCodes(as_method), IsConstructor(f) ? "P0029" : "") << name;
    EXPECT_EQ(ExpressionCodes(as_function), IsConstructor(f) ? "" : "P0029") << name;
  }
}

TEST(ParseExpressionTest, ArityIsCheckedForBuiltinMethodsOnly) {
  for (const char* method : {"contains", "containsAll", "containsAny", "getTag", "hasTag"}) {
    const std::string call = std::string("principal.") + method;
    EXPECT_EQ(ExpressionCodes(call + "(1)"), "") << method;
    EXPECT_EQ(ExpressionCodes(call + "()"), "P0030") << method;
    EXPECT_EQ(ExpressionCodes(call + "(1, 2)"), "P0030") << method;
    EXPECT_EQ(ExpressionCodes(call), "") << method;
  }
  EXPECT_EQ(ExpressionCodes("[].isEmpty()"), "");
  EXPECT_EQ(ExpressionCodes("[].isEmpty(1)"), "P0030");
  EXPECT_EQ(ExpressionCodes("ip()"), "");
  EXPECT_EQ(ExpressionCodes("ip(\"a\", \"b\")"), "");
  EXPECT_EQ(ExpressionCodes("context.a.isInRange()"), "");
  EXPECT_EQ(ExpressionCodes("context.a.isIpv4(1, 2)"), "");
}

TEST(ParseExpressionTest, AttributesNamedLikeMethods) {
  EXPECT_EQ(Shape("principal.contains.isEmpty"), "principal.contains.isEmpty");
  EXPECT_EQ(Shape("context[\"a\"][\"b c\"][\"if\"]"), "context.a[\"b c\"][\"if\"]");
}

TEST(ParseExpressionTest, Has) {
  EXPECT_EQ(Shape("context has a.b.c"), "context has a.b.c");
  EXPECT_EQ(Shape("context has \"a\""), "context has a");
  EXPECT_EQ(Shape("context has \"if\""), "context has \"if\"");
  EXPECT_EQ(Shape("context has principal.action"), "context has principal.action");
  EXPECT_EQ(ExpressionCodes("context has \"a\".b"), "P0033");
  EXPECT_EQ(ExpressionCodes("context has a.\"b\""), "P0033");
  EXPECT_EQ(ExpressionCodes("context has a[\"b\"]"), "P0033");
  EXPECT_EQ(ExpressionCodes("context has (a)"), "P0033");
  EXPECT_EQ(ExpressionCodes("context has a()"), "P0033");
  EXPECT_EQ(ExpressionCodes("context has 1"), "P0033");
  EXPECT_EQ(ExpressionCodes("context has a::b"), "P0033");
}

TEST(ParseExpressionTest, ReservedWords) {
  for (const char* word :
       {"true", "false", "if", "then", "else", "in", "is", "like", "has", "__cedar"}) {
    EXPECT_EQ(ExpressionCodes(std::string("context.") + word), "P0025") << word;
    EXPECT_EQ(ExpressionCodes(std::string("{") + word + ": 1}"), "P0025") << word;
    EXPECT_EQ(ExpressionCodes(std::string("context has ") + word), "P0025") << word;
    EXPECT_EQ(ExpressionCodes(std::string("principal is A::") + word), "P0025") << word;
    EXPECT_EQ(ExpressionCodes(std::string("A::") + word + "::\"a\""), "P0025") << word;
    EXPECT_EQ(ExpressionCodes(std::string("{\"") + word + "\": 1}"), "") << word;
    EXPECT_EQ(ExpressionCodes(std::string("context[\"") + word + "\"]"), "") << word;
  }
}

TEST(ParseExpressionTest, Records) {
  EXPECT_EQ(Shape("{a: 1, \"b c\": 2, principal: 3,}"), "{a: 1, \"b c\": 2, principal: 3}");
  EXPECT_EQ(ExpressionCodes("{a: 1, a: 2}"), "P0032");
  EXPECT_EQ(ExpressionCodes("{a: 1, \"a\": 2}"), "P0032");
  EXPECT_EQ(ExpressionCodes("{a: 1, \"\\x61\": 2}"), "P0032");
  EXPECT_EQ(ExpressionCodes("{1: 1}"), "P0033");
  EXPECT_EQ(ExpressionCodes("{(\"a\"): 1}"), "P0033");
  EXPECT_EQ(ExpressionCodes("{a::b: 1}"), "P0033");
  EXPECT_EQ(ExpressionCodes("{,}"), "P0033");
}

TEST(ParseExpressionTest, IndexesAreStrings) {
  EXPECT_EQ(ExpressionCodes("context[1]"), "P0033");
  EXPECT_EQ(ExpressionCodes("context[\"a\" + \"b\"]"), "P0033");
  EXPECT_EQ(ExpressionCodes("context[(\"a\")]"), "P0033");
  EXPECT_EQ(ExpressionCodes("context[]"), "P0033");
}

TEST(ParseExpressionTest, NamesAndEntities) {
  EXPECT_EQ(Shape("A :: B\n::\"c\""), "A::B::\"c\"");
  EXPECT_EQ(Shape("datetime::\"x\""), "datetime::\"x\"");
  EXPECT_EQ(Shape("principal::\"x\""), "principal::\"x\"");
  EXPECT_EQ(Shape("principal is principal"), "principal is principal");
  EXPECT_EQ(ExpressionCodes("decimal"), "P0026");
  EXPECT_EQ(ExpressionCodes("User"), "P0026");
  EXPECT_EQ(ExpressionCodes("A::B"), "P0026");
  EXPECT_EQ(ExpressionCodes("principal in admins"), "P0026");
  EXPECT_EQ(ExpressionCodes("User::{a: 1}"), "P0039");
  EXPECT_EQ(ExpressionCodes("User::"), "P0039");
  EXPECT_EQ(ExpressionCodes("principal is User::\"a\""), "P0035");
  EXPECT_EQ(ExpressionCodes("principal is \"User\""), "P0035");
  EXPECT_EQ(ExpressionCodes("principal is (User)"), "P0035");
  EXPECT_EQ(ExpressionCodes("?principal == principal"), "P0020");
}

TEST(ParseExpressionTest, OperatorsThatCedarLacks) {
  EXPECT_EQ(ExpressionCodes("1 / 2"), "P0037");
  EXPECT_EQ(ExpressionCodes("1 % 2"), "P0037");
  EXPECT_EQ(ExpressionCodes("1 = 2"), "P0037");
  EXPECT_EQ(ExpressionCodes("true & false"), "P0037");
  EXPECT_EQ(ExpressionCodes("true | false"), "P0037");
}

TEST(ParseExpressionTest, NothingBehind) {
  EXPECT_EQ(ExpressionCodes("1 2"), "P0001");
  EXPECT_EQ(ExpressionCodes(""), "P0001");
  EXPECT_EQ(ExpressionCodes("1;"), "P0001");
  EXPECT_EQ(ExpressionCodes("'a'"), "P0002");
  EXPECT_EQ(ExpressionCodes("\"a"), "P0003");
  EXPECT_EQ(ExpressionCodes("\xFF"), "P0002");
}

TEST(ParseExpressionTest, StarsArePlainInStrictCedar) {
  EXPECT_EQ(Shape("resource in File::\"/tmp/*\""), "resource in File::\"/tmp/*\"");
  EXPECT_EQ(ExpressionCodes("resource in File::\"\\*\""), "P0005");
}

TEST(ParseExpressionTest, SpansCoverWhatWasWritten) {
  Reading reading("(1 + 2) * 3 == context.a.b && [ip(\"x\")].isEmpty()");
  const auto parsed = reading.Expression();
  ASSERT_TRUE(parsed);
  const auto& pool = parsed->pool;
  const Expr& both = pool[parsed->root];
  EXPECT_EQ(reading.Text(both.span), "(1 + 2) * 3 == context.a.b && [ip(\"x\")].isEmpty()");
  const Expr& equal = pool[both.children()[0]];
  EXPECT_EQ(reading.Text(equal.span), "(1 + 2) * 3 == context.a.b");
  EXPECT_EQ(reading.Text(pool[equal.children()[0]].span), "(1 + 2) * 3");
  EXPECT_EQ(reading.Text(pool[pool[equal.children()[0]].children()[0]].span), "1 + 2");
  EXPECT_EQ(reading.Text(pool[equal.children()[1]].span), "context.a.b");
  EXPECT_EQ(reading.Text(pool[both.children()[1]].span), "[ip(\"x\")].isEmpty()");
}

TEST(ParseExpressionTest, ChildrenStandBeforeTheirParents) {
  Reading reading("if [1, {a: 2}].contains(3) then -(4) else context has a && 5 < 6");
  const auto parsed = reading.Expression();
  ASSERT_TRUE(parsed);
  for (ExprId id = 0; id < parsed->pool.size(); ++id) {
    for (const ExprId child : parsed->pool[id].children()) EXPECT_LT(child, id);
  }
}

// --- bounds

std::string Repeat(std::string_view text, std::size_t count) {
  std::string out;
  for (std::size_t i = 0; i < count; ++i) out += text;
  return out;
}

TEST(ParseBoundsTest, NestingReachesTheBoundAndNoFurther) {
  struct Form {
    std::string_view open, inner, close;
  };
  for (const Form form :
       {Form{"(", "1", ")"}, Form{"[", "1", "]"}, Form{"{a: ", "1", "}"},
        Form{"if ", "true", " then 1 else 1"}, Form{"if true then 1 else ", "1", ""},
        Form{"ip(", "1", ")"}, Form{"!", "true", ""}}) {
    const std::size_t most = form.open == "!" ? 4 : 256;
    EXPECT_EQ(ExpressionCodes(Repeat(form.open, most) + std::string(form.inner) +
                              Repeat(form.close, most)),
              "")
        << form.open;
    const std::string deep =
        Repeat(form.open, most + 1) + std::string(form.inner) + Repeat(form.close, most + 1);
    EXPECT_EQ(ExpressionCodes(deep), form.open == "!" ? "P0038" : "P0007") << form.open;
  }
  EXPECT_EQ(ExpressionCodes(Repeat("!(", 128) + "true" + Repeat(")", 128)), "");
  EXPECT_EQ(ExpressionCodes(Repeat("!(", 129) + "true" + Repeat(")", 129)), "P0007");
  EXPECT_EQ(ExpressionCodes(Repeat("[1].contains(", 256) + "1" + Repeat(")", 256)), "");
  EXPECT_EQ(ExpressionCodes(Repeat("[1].contains(", 257) + "1" + Repeat(")", 257)), "P0007");
}

TEST(ParseBoundsTest, TheBoundIsAnOption) {
  ParseOptions options;
  options.bounds.depth = 2;
  EXPECT_EQ(ExpressionCodes("((1))", options), "");
  EXPECT_EQ(ExpressionCodes("(((1)))", options), "P0007");
  options.bounds.chain = 2;
  EXPECT_EQ(ExpressionCodes("1 + 2 - 3", options), "");
  EXPECT_EQ(ExpressionCodes("1 + 2 - 3 + 4", options), "P0008");
  EXPECT_EQ(ExpressionCodes("context.a.b", options), "");
  EXPECT_EQ(ExpressionCodes("context.a.b.c", options), "P0008");
  EXPECT_EQ(ExpressionCodes("context has a.b.c", options), "P0008");
}

TEST(ParseBoundsTest, TheWorstOfEachLevelFitsTheStack) {
  const std::string level = "true || true && 1 == 1 + 1 * -(";
  EXPECT_EQ(ExpressionCodes(Repeat(level, 128) + "1" + Repeat(")", 128)), "");
  EXPECT_EQ(ExpressionCodes(Repeat("[{a: ", 128) + "1" + Repeat("}]", 128)), "");
}

TEST(ParseBoundsTest, HundredThousandParentheses) {
  Reading reading("permit(principal, action, resource) when { " + Repeat("(", 100'000) +
                  " };\npermit(principal, action, resource);");
  EXPECT_EQ(reading.Policies().size(), 1u);
  EXPECT_EQ(reading.Codes(), "P0007");
  for (const char* open : {"[", "{a:", "!(", "-", "if ", "ip(", "context.b(", "[1].contains("}) {
    Reading other(Repeat(open, 100'000));
    EXPECT_FALSE(other.Expression());
    EXPECT_LE(other.diagnostics.error_count(), 2u) << open;
  }
}

TEST(ParseBoundsTest, LongChains) {
  for (const char* op : {" && true", " || true", " + 1", " - 1", " * 1"}) {
    EXPECT_EQ(ExpressionCodes("true" + Repeat(op, 10'000)), "") << op;
    EXPECT_EQ(ExpressionCodes("true" + Repeat(op, 10'001)), "P0008") << op;
  }
  EXPECT_EQ(ExpressionCodes("context" + Repeat(".a", 10'000)), "");
  EXPECT_EQ(ExpressionCodes("context" + Repeat(".a", 10'001)), "P0008");
  EXPECT_EQ(ExpressionCodes("context" + Repeat("[\"a\"]", 10'001)), "P0008");
  for (const char* call :
       {".toDate()", ".isEmpty()", ".contains(1)", ".offset(duration(\"1s\"))"}) {
    EXPECT_EQ(ExpressionCodes("context" + Repeat(call, 10'000)), "") << call;
    EXPECT_EQ(ExpressionCodes("context" + Repeat(call, 10'001)), "P0008") << call;
  }
}

TEST(ParseBoundsTest, LongStrings) {
  const std::string text(10'000'000, 'x');
  Reading reading("\"" + text + "\"");
  const auto parsed = reading.Expression();
  ASSERT_TRUE(parsed);
  EXPECT_EQ(parsed->pool[parsed->root].literal().as_string(), text);
}

}  // namespace
}  // namespace rune::cedar
