import type { IncomingMessage } from "node:http"

/** Whether a client accepts a response in this content coding, named explicitly and not with a weight of 0. */
export function acceptsCoding({ headers }: Pick<IncomingMessage, "headers">, coding: "br" | "gzip"): boolean {
  const accepted = headers["accept-encoding"]?.toString().toLowerCase().split(",") ?? []
  return accepted.some((one) => {
    const [name, weight = "1"] = one.split(";q=")
    return name?.trim() === coding && Number(weight) > 0
  })
}
