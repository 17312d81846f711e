import { expect, it } from "vitest"
import { formatSeconds } from "@/tools/launch/phases"

it.each([
  [0.4, "0:00"],
  [59.6, "1:00"],
  [83.4, "1:23"],
  [623, "10:23"],
])("formats %d seconds as %s", (seconds, text) => {
  expect(formatSeconds(seconds)).toBe(text)
})
