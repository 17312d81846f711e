/** A panel that floats above the page: popovers and menus. */
export const floatingClass =
  "z-50 animate-appear rounded-md border border-line-strong/60 bg-surface outline-none"
