import { format, stripVTControlCharacters } from "node:util"
import pino from "pino"
import { prettyFactory } from "pino-pretty"
import { logLevel } from "@/lib/platform/env"

const options: pino.LoggerOptions = {
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
}

/** An entry as a readable line, such as `[12:00:01] INFO: watch started {"cluster":"main"}`. */
export const readableLine = prettyFactory({
  colorize: Boolean(process.stdout.isTTY),
  ignore: "pid,hostname",
  translateTime: "SYS:HH:MM:ss",
  singleLine: true,
})

const terminal = { write: (entry: string) => process.stdout.write(readableLine(entry)) }

/**
 * Structured logs without anything that could contain a secret: one JSON object per line, or readable lines on a
 * terminal.
 */
export const log = process.stdout.isTTY ? pino(options, terminal) : pino(options)

/** Only the type and stack of an error with `mayQuoteValues`; its message is for callers that can mask it. */
function errorForLog(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  if (Reflect.get(error, "mayQuoteValues") !== true) return pino.stdSerializers.err(error)
  const frames = error.stack?.split("\n").filter((line) => /^\s+at /.test(line)) ?? []
  return { type: error.name, kind: Reflect.get(error, "kind"), stack: frames.join("\n") }
}

/** Turns what Next.js writes to the console into log entries, so that every line of the log is JSON. */
export function logConsole(): void {
  const entry =
    (level: "debug" | "warn" | "error") =>
    (...args: unknown[]) => {
      const err = args.find((one) => one instanceof Error)
      const text = format(...args.filter((one) => one !== err))
      log[level](err === undefined ? {} : { err }, stripVTControlCharacters(text).trim())
    }
  Object.assign(console, {
    log: entry("debug"),
    info: entry("debug"),
    warn: entry("warn"),
    error: entry("error"),
  })
}
