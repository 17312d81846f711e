import clsx from "clsx"
import { ChevronsUpDown } from "lucide-react"
import type { ComponentProps } from "react"

interface TextFieldProps extends ComponentProps<"input"> {
  /** For tags, commits and tokens. */
  mono?: boolean
}

export function TextField({ mono, className, ...rest }: TextFieldProps) {
  return (
    <input
      type="text"
      autoComplete="off"
      spellCheck={false}
      {...rest}
      className={clsx(inputClass, "read-only:bg-raised", mono && "font-mono", className)}
    />
  )
}

export function TextArea({ mono, className, ...rest }: ComponentProps<"textarea"> & { mono?: boolean }) {
  return (
    <textarea
      rows={3}
      {...rest}
      className={clsx(
        inputClass,
        "h-auto min-h-16 py-1.5 pointer-coarse:h-auto!",
        mono && "font-mono",
        className,
      )}
    />
  )
}

/** The style of all text inputs; the border has a 3:1 contrast with the background. */
export const inputClass =
  "h-8 w-full min-w-0 rounded-md border border-line-strong bg-surface px-2.5 text-sm text-text placeholder:text-muted " +
  "hover:border-muted focus-visible:border-accent focus-visible:outline-1 focus-visible:outline-offset-0 " +
  "aria-invalid:border-failed disabled:opacity-50 pointer-coarse:h-10 pointer-coarse:text-lg"

interface SelectProps extends Omit<ComponentProps<"select">, "children"> {
  options: readonly { value: string; label: string; disabled?: boolean }[]
  /** Shown while nothing is chosen, where something must be. */
  placeholder?: string
  /** Chooses nothing. */
  none?: string
}

/** A native select, which phones and screen readers support well. */
export function Select({ options, placeholder, none, className, ...rest }: SelectProps) {
  return (
    <div className={clsx("relative", className)}>
      <select {...rest} className={clsx(inputClass, "appearance-none pr-8")}>
        {placeholder !== undefined && (
          <option value="" disabled hidden>
            {placeholder}
          </option>
        )}
        {none !== undefined && <option value="">{none}</option>}
        {options.map((option) => (
          <option key={option.value} value={option.value} disabled={option.disabled}>
            {option.label}
          </option>
        ))}
      </select>
      <ChevronsUpDown
        size={13}
        aria-hidden="true"
        className="pointer-events-none absolute top-1/2 right-2.5 -translate-y-1/2 text-muted"
      />
    </div>
  )
}
