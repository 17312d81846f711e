import type { Cause } from "@/lib/fleet/operations/cause"

interface FailureCauseProps {
  cause: Cause
  /** The full details, collapsed. */
  error: string
  /** Further error lines of the log. */
  lines?: readonly string[]
}

/** Why a change failed: one sentence, a line for each affected object, and the full text in a disclosure. */
export function FailureCause({ cause, error, lines = [] }: FailureCauseProps) {
  const texts = [...(error === cause.summary ? [] : [error]), ...lines]
  const messages = cause.objects.flatMap(({ kind, name, message }) =>
    message && !texts.some((text) => text.includes(message)) ? [`${kind} ${name}: ${message}`] : [],
  )
  const rest = [...texts, ...messages]
  return (
    <div className="flex min-w-0 flex-col gap-1.5 wrap-anywhere">
      <p className="font-medium">{cause.summary}</p>
      {cause.objects.length > 0 && (
        <ul aria-label="Affected objects" className="flex flex-col gap-1 text-xs">
          {cause.objects.map(({ kind, name, namespace, message }) => (
            <li key={`${kind} ${namespace} ${name}`} className="border-l-2 border-failed/40 pl-2">
              <span className="font-mono">
                {kind} {name}
              </span>
              {namespace !== null && <span className="text-muted"> in {namespace}</span>}
              {message && <p className="line-clamp-1 text-muted max-sm:line-clamp-4">{message}</p>}
            </li>
          ))}
        </ul>
      )}
      {rest.length > 0 && (
        <details className="text-xs">
          <summary className="touch-line w-fit cursor-pointer text-muted">Full error</summary>
          <div className="mt-1 flex flex-col gap-1 font-mono whitespace-pre-wrap">
            {rest.map((text) => (
              <p key={text}>{text}</p>
            ))}
          </div>
        </details>
      )}
    </div>
  )
}
