const request = new AbortController()

/** Aborted by the first Ctrl-C or SIGTERM, or when the process that started this one is gone; later ones change nothing. */
export const stopRequest = request.signal

/** Resolves when Slipway shall stop. */
export const stopRequested = new Promise<void>((resolve) => {
  stopRequest.addEventListener("abort", () => resolve(), { once: true })
})

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => request.abort())
process.on("disconnect", () => request.abort())

// Whoever read the output may be gone, as in `npm start | head`; that is no reason to leave PostgreSQL behind.
for (const output of [process.stdout, process.stderr]) output.on("error", () => undefined)
