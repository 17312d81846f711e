import pino from "pino"
import { logLevel } from "@/lib/platform/env"

/** Structured logs, one JSON object per line, with everything redacted that could contain a secret. */
export const log = pino({
  level: logLevel(),
  serializers: { err: errorForLog },
  redact: {
    paths: [
      "password",
      "token",
      "authorization",
      "*.password",
      "*.token",
      "*.authorization",
      "headers.cookie",
    ],
    censor: "[masked]",
  },
})

/** For an error that says `mayQuoteValues`, only its type and stack; its message is for callers that can mask it. */
function errorForLog(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  if (Reflect.get(error, "mayQuoteValues") !== true) return pino.stdSerializers.err(error)
  const frames = error.stack?.split("\n").filter((line) => /^\s+at /.test(line)) ?? []
  return { type: error.name, kind: Reflect.get(error, "kind"), stack: frames.join("\n") }
}
