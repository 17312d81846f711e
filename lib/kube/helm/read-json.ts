import type { z } from "zod"
import { HelmError } from "./helm-error"

/** Parses Helm's JSON output. After a signal Helm writes text before or after it. */
export function readJson<T>(schema: z.ZodType<T>, output: string): T {
  const parsed = schema.safeParse(parse(output))
  if (parsed.success) return parsed.data
  const where = parsed.error.issues[0]?.path.join(".") ?? ""
  throw new HelmError("unreadable", `Helm returned unexpected output${where ? ` (at ${where})` : ""}.`)
}

function parse(output: string): unknown {
  const start = output.search(/[[{]/)
  const end = Math.max(output.lastIndexOf("}"), output.lastIndexOf("]"))
  for (const text of [output, output.slice(Math.max(start, 0), end + 1)]) {
    try {
      return JSON.parse(text)
    } catch {
      // Retry without the surrounding text.
    }
  }
  return undefined
}
