"use client"

import "./globals.css"

/** The last resort: the root layout itself failed, so nothing of it can be used here. */
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
        <title>Slipway is not available</title>
        <main className="flex min-h-dvh flex-col items-center justify-center gap-2 px-4 text-center">
          <h1 className="text-lg font-medium">The console could not be drawn</h1>
          <p className="max-w-sm text-sm text-muted">
            What was recorded is safe, and pipelines can still record. Try again in a moment.
          </p>
          {error.digest && <p className="font-mono text-xs text-muted">Error {error.digest}</p>}
          <button
            type="button"
            onClick={reset}
            className="mt-2 h-8 rounded-md border border-line bg-surface px-3 font-medium"
          >
            Try again
          </button>
        </main>
      </body>
    </html>
  )
}
