import clsx from "clsx"
import { type ReactNode, useId } from "react"

interface SegmentedProps<Value extends string> {
  label: string
  value: Value
  onValueChange: (value: Value) => void
  options: readonly { value: Value; label: ReactNode; title?: string }[]
  className?: string
}

/** One of a few visible choices: native radios, so that arrow keys and screen readers work without extra code. */
export function Segmented<Value extends string>({
  label,
  value,
  onValueChange,
  options,
  className,
}: SegmentedProps<Value>) {
  const name = useId()
  return (
    <fieldset className={clsx("inline-flex w-fit rounded-md border border-line bg-raised p-0.5", className)}>
      <legend className="sr-only">{label}</legend>
      {options.map((option) => (
        <label
          key={option.value}
          title={option.title}
          className={clsx(
            "relative inline-flex h-6.5 cursor-pointer items-center gap-1.5 rounded-sm border border-transparent px-2.5 text-xs whitespace-nowrap text-muted pointer-coarse:h-8.5 pointer-coarse:after:absolute pointer-coarse:after:-inset-y-1 pointer-coarse:after:inset-x-0",
            "transition-colors duration-100 hover:text-text has-checked:border-line has-checked:bg-surface has-checked:text-text",
            "has-focus-visible:outline-2 has-focus-visible:outline-accent",
          )}
        >
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={option.value === value}
            onChange={() => onValueChange(option.value)}
            className="sr-only"
          />
          {option.label}
        </label>
      ))}
    </fieldset>
  )
}
