import { CircleAlert } from "lucide-react"
import { createContext, use, useEffect, useRef } from "react"
import { joinFaults, splitFault } from "@/lib/platform/pointer"
import { ApiError } from "@/lib/web/client/api-error"

interface FormErrorProps {
  error: unknown
  /** The fields that show their own messages, which are not repeated. */
  marked?: ReadonlySet<string>
}

/** Why a form submission failed: the problem's detail and the field messages. Receives focus when it appears. */
export function FormError({ error, marked = new Set() }: FormErrorProps) {
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (error) box.current?.focus()
  }, [error])
  if (!error) return null

  const message = error instanceof Error ? error.message : "Something went wrong. Nothing was changed."
  const errors = error instanceof ApiError ? error.fields : []
  const unmarked = errors.filter(({ pointer }) => !marked.has(pointer.split("/")[1] ?? ""))
  const isOnlyMarked = errors.length > 0 && unmarked.length === 0 && message === joinFaults(errors)
  // Field messages already contained in the detail are not repeated.
  const fields = unmarked.filter((field) => !message.includes(field.message))
  return (
    <div
      ref={box}
      role="alert"
      tabIndex={-1}
      className="flex gap-2 rounded-md border border-failed/40 bg-failed/8 px-3 py-2 text-sm outline-none"
    >
      <CircleAlert size={16} className="mt-0.5 shrink-0 text-failed" />
      <div className="min-w-0">
        <p>{isOnlyMarked ? "Check the marked fields." : message}</p>
        {fields.length > 0 && (
          <ul className="mt-1 text-xs text-muted">
            {fields.map(({ pointer, message }) => {
              const [field, fault] = splitFault(pointer, message)
              return (
                <li key={pointer + message}>
                  <code className="font-mono text-text">{field.replace(/^valuesOverride\./, "")}</code>
                  {fault}
                </li>
              )
            })}
          </ul>
        )}
      </div>
    </div>
  )
}

/** Why the form around a field was rejected. */
export const FormProblem = createContext<unknown>(null)

/** The names of the fields of a form that show their own messages. */
export const MarkedFields = createContext<Set<string>>(new Set())

/** The message for the field of this name, or for a part of it. The caller shows it. */
export function useFieldError(name: string | undefined): string | undefined {
  const problem = use(FormProblem)
  const marked = use(MarkedFields)
  useEffect(() => {
    if (name === undefined) return
    marked.add(name)
    return () => void marked.delete(name)
  }, [name, marked])
  if (name === undefined || !(problem instanceof ApiError)) return undefined
  return problem.fields.find(({ pointer }) => `${pointer}/`.startsWith(`/${name}/`))?.message
}
