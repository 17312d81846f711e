import clsx from "clsx"
import { CircleAlert } from "lucide-react"
import { type ReactNode, useId } from "react"
import { useFieldError } from "@/components/ui/form-error"

export interface FieldControl {
  id: string
  "aria-describedby": string | undefined
  "aria-invalid": true | undefined
}

interface FieldProps {
  label: string
  hint?: ReactNode
  /** Defaults to the error of the surrounding form for this field. */
  error?: string
  /** The API's name of the field. */
  name?: string
  optional?: boolean
  className?: string
  children: (control: FieldControl) => ReactNode
}

export function Field({ label, hint, name, optional, className, children, ...rest }: FieldProps) {
  const id = useId()
  const rejected = useFieldError(name)
  const error = rest.error ?? rejected
  const described = [error && `${id}-error`, hint && `${id}-hint`].filter(Boolean).join(" ") || undefined
  return (
    <div className={clsx("flex flex-col gap-1", className)}>
      <label htmlFor={id} className="text-xs font-medium">
        {label}
        {optional && <span className="font-normal text-muted"> (optional)</span>}
      </label>
      {children({ id, "aria-describedby": described, "aria-invalid": error ? true : undefined })}
      {error && (
        <p id={`${id}-error`} className="flex items-start gap-1 text-xs text-failed">
          <CircleAlert size={12} className="mt-0.5 shrink-0" />
          {error}
        </p>
      )}
      {hint && (
        <p id={`${id}-hint`} className="text-xs text-muted">
          {hint}
        </p>
      )}
    </div>
  )
}
