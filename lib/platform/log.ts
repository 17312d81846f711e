import pino from "pino"
import { logLevel } from "@/lib/platform/env"

/** Structured logs, one JSON object a line, with what could carry a secret taken out. */
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

/** Of an error that says `mayQuoteValues`, what it is and where it comes from; its message is for who can mask it. */
function errorForLog(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  if (Reflect.get(error, "mayQuoteValues") !== true) return pino.stdSerializers.err(error)
  const frames = error.stack?.split("\n").filter((line) => /^\s+at /.test(line)) ?? []
  return { type: error.name, kind: Reflect.get(error, "kind"), stack: frames.join("\n") }
}
