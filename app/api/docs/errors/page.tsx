import type { Metadata } from "next"
import { errorCodes } from "@/lib/platform/error-codes"
import { DocsHeader, Json, Prose } from "../docs-header"

export const metadata: Metadata = { title: "API errors" }

const problem = {
  type: "/api/docs/errors#unknown_environment",
  title: "Validation failed",
  status: 422,
  detail:
    'There is no environment "stagin". Configured environments: dev, staging, prod. Did you mean "staging"?',
  instance: "/api/v1/platform/deployments",
  code: "unknown_environment",
  requestId: "01a1ff40-0bf9-76cb-b170-0ef2c31bb889",
  errors: [{ pointer: "/environment", message: 'There is no environment "stagin". …' }],
}

/** The page that the `type` of every problem document links to. */
export default function ErrorsPage() {
  return (
    <div className="min-h-dvh">
      <DocsHeader />
      <main className="mx-auto max-w-6xl px-4 py-8 md:px-8">
        <h1 className="text-xl font-medium">API errors</h1>
        <Prose
          className="mt-3 max-w-146 text-muted"
          text="Every error response is `application/problem+json` (RFC 9457). `detail` is for people and can change; `code` is for programs and is stable."
        />
        <Json label="Example problem document" text={JSON.stringify(problem, null, 2)} />
        <dl className="mt-8 max-w-3xl">
          {Object.entries(errorCodes).map(([code, meaning]) => (
            <div
              key={code}
              id={code}
              className="grid scroll-mt-6 gap-x-6 border-b border-line py-2.5 target:bg-raised md:grid-cols-[15rem_1fr]"
            >
              <dt className="font-mono text-xs leading-5">{code}</dt>
              <dd className="text-sm text-muted">
                <Prose text={meaning} />
              </dd>
            </div>
          ))}
        </dl>
      </main>
    </div>
  )
}
