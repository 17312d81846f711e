import clsx from "clsx"
import type { ComponentProps, ReactNode } from "react"

interface CheckboxProps extends Omit<ComponentProps<"input">, "type"> {
  label: ReactNode
  hint?: ReactNode
}

export function Checkbox({ label, hint, className, ...rest }: CheckboxProps) {
  return (
    <label
      className={clsx(
        "touch-area relative flex items-start gap-2 text-sm",
        rest.disabled && "opacity-50",
        className,
      )}
    >
      <span className="relative mt-0.5 flex size-4 shrink-0">
        <input
          type="checkbox"
          {...rest}
          className="peer size-4 appearance-none rounded-sm border border-line-strong bg-surface checked:border-accent checked:bg-accent indeterminate:border-accent indeterminate:bg-accent"
        />
        <span
          aria-hidden="true"
          className="pointer-events-none absolute top-1.75 left-1 hidden h-0.5 w-2 rounded-full bg-accent-ink peer-indeterminate:block"
        />
        <svg
          aria-hidden="true"
          viewBox="0 0 16 16"
          className="pointer-events-none absolute inset-0 hidden text-accent-ink peer-checked:not-peer-indeterminate:block"
        >
          <path
            d="M4 8.3 6.8 11 12 5.2"
            fill="none"
            stroke="currentColor"
            strokeWidth="1.8"
            strokeLinecap="round"
            strokeLinejoin="round"
          />
        </svg>
      </span>
      <span>
        {label}
        {hint && <span className="block text-xs text-muted">{hint}</span>}
      </span>
    </label>
  )
}

/** A toggle that takes effect immediately. */
export function Switch({ label, className, ...rest }: CheckboxProps) {
  return (
    <label
      className={clsx(
        "touch-area relative flex items-center gap-2 text-sm",
        rest.disabled && "opacity-50",
        className,
      )}
    >
      <input
        type="checkbox"
        // biome-ignore lint/a11y/useAriaPropsForRole: a native checkbox exposes its own checked state
        role="switch"
        {...rest}
        className={clsx(
          "relative h-4.5 w-8 shrink-0 appearance-none rounded-full border border-line-strong bg-raised transition-colors duration-100",
          "before:absolute before:top-0.5 before:left-0.5 before:size-3 before:rounded-full before:bg-line-strong before:transition-transform before:duration-100",
          "checked:border-accent checked:bg-accent checked:before:translate-x-3.5 checked:before:bg-accent-ink",
        )}
      />
      <span>{label}</span>
    </label>
  )
}
