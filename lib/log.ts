import pino from "pino"
import { logLevel } from "@/lib/env"

/** Structured logs, one JSON object a line, with what could carry a secret taken out. */
export const log = pino({
  level: logLevel(),
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
