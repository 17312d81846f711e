import clsx from "clsx"
import type { ReactNode } from "react"
import { useClientValue } from "@/components/ui/use-client-value"

export function Kbd({ className, children }: { className?: string; children: ReactNode }) {
  return (
    <kbd
      className={clsx(
        "inline-flex h-4.5 min-w-4.5 items-center justify-center rounded-sm border border-line bg-canvas px-1 font-sans text-2xs text-muted",
        className,
      )}
    >
      {children}
    </kbd>
  )
}

const isApple = () => /Mac|iP(hone|ad|od)/.test(navigator.platform)

/** The keys that open the search, as labeled on the viewer's keyboard. */
export function SearchKeys() {
  const modifier = useClientValue(isApple, false) ? "⌘" : "Ctrl"
  return (
    <>
      <Kbd>{modifier}</Kbd> <Kbd>K</Kbd>
    </>
  )
}
