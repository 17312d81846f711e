import clsx from "clsx"
import { Search, X } from "lucide-react"
import { type ComponentProps, useRef } from "react"
import { inputClass } from "@/components/ui/input-class"
import { Kbd } from "@/components/ui/kbd"

interface FilterFieldProps extends Omit<ComponentProps<"input">, "value" | "onChange"> {
  label: string
  value: string
  onValueChange: (value: string) => void
  /** Whether `/` focuses it. */
  shortcut?: boolean
}

/** A field that narrows a list. Escape clears it, and a second Escape leaves it. */
export function FilterField(props: FilterFieldProps) {
  const { label, value, onValueChange, className, shortcut = true, ...rest } = props
  const input = useRef<HTMLInputElement>(null)
  return (
    <div className={clsx("group relative max-sm:w-full", className ?? "w-60")}>
      <Search
        size={14}
        className="pointer-events-none absolute top-1/2 left-2.5 -translate-y-1/2 text-muted"
      />
      <input
        ref={input}
        type="search"
        data-filter-field={shortcut || undefined}
        aria-label={label}
        placeholder={label}
        autoComplete="off"
        spellCheck={false}
        {...rest}
        value={value}
        onChange={(event) => onValueChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Escape") return
          if (value) onValueChange("")
          else event.currentTarget.blur()
        }}
        className={clsx(inputClass, "px-8 text-ellipsis [&::-webkit-search-cancel-button]:hidden")}
      />
      {value ? (
        <button
          type="button"
          aria-label="Clear filter"
          onClick={() => {
            onValueChange("")
            input.current?.focus()
          }}
          className="absolute top-1/2 right-1 flex size-6 -translate-y-1/2 items-center justify-center rounded-sm text-muted hover:bg-raised hover:text-text pointer-coarse:right-0 pointer-coarse:size-10"
        >
          <X size={13} />
        </button>
      ) : (
        shortcut && (
          <Kbd className="pointer-events-none absolute top-1/2 right-2 -translate-y-1/2 group-focus-within:hidden pointer-coarse:hidden">
            /
          </Kbd>
        )
      )}
    </div>
  )
}
