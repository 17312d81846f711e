import clsx from "clsx"

/** A placeholder for loading content: set width and height by class. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden="true" className={clsx("block animate-breathe rounded-sm bg-raised", className)} />
}
