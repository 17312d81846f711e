/**
 * A response that is generated while it is sent: memory use stays constant, and a disconnected client ends the work.
 * Each chunk is one or more whole lines. An error aborts the connection, so that a partial response is not mistaken for
 * a complete one.
 */
export function streamLines(
  chunks: AsyncIterable<string>,
  options: { contentType: string; fileName?: string },
): Response {
  const iterator = chunks[Symbol.asyncIterator]()
  const encoder = new TextEncoder()
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const next = await iterator.next()
      if (next.done) controller.close()
      else controller.enqueue(encoder.encode(next.value))
    },
    async cancel() {
      await iterator.return?.()
    },
  })
  const headers = new Headers({ "content-type": options.contentType })
  if (options.fileName !== undefined) {
    headers.set("content-disposition", `attachment; filename="${options.fileName}"`)
  }
  return new Response(body, { headers })
}

const contentTypes = { ndjson: "application/x-ndjson", csv: "text/csv; charset=utf-8" } as const

/** The lines of an export as a file to download. */
export function streamFile(lines: AsyncIterable<string>, name: string, format: "ndjson" | "csv"): Response {
  return streamLines(lines, { contentType: contentTypes[format], fileName: `slipway-${name}.${format}` })
}
