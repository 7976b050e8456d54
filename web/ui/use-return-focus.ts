import { useEffect } from 'react'

/** What had the focus, or was pressed, last outside of all dialogs. Safari does not focus a button that is pressed. */
let last: Element | null = null
let openDialogs = 0

if (typeof document !== 'undefined') {
  const note = ({ target }: Event) => {
    const control =
      target instanceof Element ? target.closest('a, button, input, select, textarea, [tabindex]') : null
    if (control && !control.closest('[role="dialog"]')) last = openerOf(control)
  }
  // This code may be loaded by the press that opens the first dialog.
  if (document.activeElement !== document.body) last = document.activeElement
  document.addEventListener('focusin', note, { capture: true, passive: true })
  document.addEventListener('click', note, { capture: true, passive: true })
}

/** An item of a menu goes with the menu, so the menu's button stands for it. */
function openerOf(control: Element): Element {
  const menu = control.closest('[role="menu"]')
  return (menu?.id && document.querySelector(`[aria-controls="${CSS.escape(menu.id)}"]`)) || control
}

/** After Mantine's own attempt, which knows only dialogs that were closed before, and no field that takes the focus. */
const afterMs = 30

/** Gives the focus back to what opened a dialog, or to the page's main part if that is gone. */
export function useReturnFocus(opened: boolean): void {
  useEffect(() => {
    if (!opened) return
    const opener = last
    openDialogs += 1
    return () => {
      openDialogs -= 1
      setTimeout(() => {
        const active = document.activeElement
        const isLost = !active || active === document.body || active.closest('[role="dialog"]') !== null
        if (!isLost || openDialogs > 0) return
        const next = opener?.isConnected ? opener : document.getElementById('main')
        if (next instanceof HTMLElement) next.focus({ preventScroll: true })
      }, afterMs)
    }
  }, [opened])
}
