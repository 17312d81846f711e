import { expect, test } from "vitest"
import { Collector, cleanLine, LineReader } from "@/lib/kube/helm/output"

test("cleanLine removes terminal escapes and control characters", () => {
  expect(cleanLine("\u001b[31mred\u001b[0m \u0007bell\tand tab\u009b1m")).toBe("red bell\tand tab")
})

test("LineReader returns whole lines regardless of chunk boundaries, including an unterminated last line", () => {
  const lines: string[] = []
  const reader = new LineReader((line) => lines.push(line))
  for (const chunk of ["on", "e\ntw", "o\r\nthr", "ee"]) reader.write(chunk)
  reader.end()
  expect(lines).toEqual(["one", "two", "three"])
})

test("LineReader keeps only the last 64 KiB", () => {
  const reader = new LineReader(() => {})
  for (let index = 0; index < 10_000; index++) reader.write(`line ${index} ${"x".repeat(40)}\n`)
  expect(reader.tail.length).toBeLessThanOrEqual(64 * 1_024)
  expect(reader.tail).toContain("line 9999")
})

test("Collector discards output beyond the limit", () => {
  const collector = new Collector(10)
  collector.write(Buffer.from("0123456789"))
  expect(collector.isOver).toBe(false)
  collector.write(Buffer.from("more"))
  expect(collector.isOver).toBe(true)
  expect(collector.text).toBe("0123456789")
})
