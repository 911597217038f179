// @vitest-environment jsdom
import { render } from "@testing-library/react";
import { expect, test } from "vitest";
import { Told } from "./Told";

test("what stands between backticks is code", () => {
  const { container } = render(<Told text="Sign in with `aws sso login --profile a`, then open it." />);
  expect(container.innerHTML).toBe("Sign in with <code>aws sso login --profile a</code>, then open it.");
});
