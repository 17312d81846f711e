"use client"

import "./globals.css"

/** Shown when the root layout itself fails, so it cannot use anything from the layout. */
export default function GlobalError({
  error,
  reset,
}: {
  error: Error & { digest?: string }
  reset: () => void
}) {
  return (
    <html lang="en-GB">
      <body>
        <title>Slipway is unavailable</title>
        <main className="flex min-h-dvh flex-col items-center justify-center gap-2 px-4 text-center">
          <h1 className="text-lg font-medium">Could not load the console</h1>
          <p className="max-w-sm text-sm text-muted">
            Recorded data is safe, and pipelines can still record deployments. Retry in a moment.
          </p>
          {error.digest && <p className="font-mono text-xs text-muted">Error {error.digest}</p>}
          <button
            type="button"
            onClick={reset}
            className="mt-2 h-8 rounded-md border border-line bg-surface px-3 font-medium"
          >
            Retry
          </button>
        </main>
      </body>
    </html>
  )
}
