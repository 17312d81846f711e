const request = new AbortController()

/** Aborted by the first Ctrl-C or SIGTERM, or when the parent process is gone; later signals have no effect. */
export const stopRequest = request.signal

/** Resolves when Slipway is to stop. */
export const stopRequested = new Promise<void>((resolve) => {
  stopRequest.addEventListener("abort", () => resolve(), { once: true })
})

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => request.abort())
process.on("disconnect", () => request.abort())

// The reader of the output may have exited, as in `npm start | head`; PostgreSQL must still be stopped.
for (const output of [process.stdout, process.stderr]) output.on("error", () => undefined)
