import { Modal } from '@mantine/core'
import { type ReactNode, useEffect, useEffectEvent } from 'react'
import styles from './sheet.module.css'
import { texts } from './texts.ts'
import { useReturnFocus } from './use-return-focus.ts'

declare global {
  /** Closes on the back gesture; missing in some browsers and in TypeScript's library. */
  var CloseWatcher: (new () => EventTarget & { destroy(): void }) | undefined
}

export interface SheetProps {
  opened: boolean
  onClose: () => void
  title: ReactNode
  children: ReactNode
  /** False while closing would lose something; then neither Escape nor a click outside closes it. */
  closable?: boolean
}

const rise = {
  in: { opacity: 1, transform: 'translateY(0)' },
  out: { opacity: 0, transform: 'translateY(24px)' },
  transitionProperty: 'transform, opacity',
}

/** A dialog: from the bottom on phones, centred elsewhere. Focus stays in it, and then returns to where it was. */
export function Sheet({ opened, onClose, title, children, closable = true }: SheetProps) {
  useBackGesture(opened && closable, onClose)
  useReturnFocus(opened)
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={title}
      centered
      closeOnEscape={closable}
      closeOnClickOutside={closable}
      withCloseButton={closable}
      closeButtonProps={{ 'aria-label': texts.shell.close, size: 44, iconSize: 20 }}
      transitionProps={{ transition: rise, duration: 200, timingFunction: 'ease-out' }}
      classNames={styles as Record<'inner' | 'content' | 'header' | 'title' | 'body' | 'overlay', string>}
    >
      {children}
    </Modal>
  )
}

/** On phones that support it, going back closes the sheet instead of the page. */
function useBackGesture(isOpen: boolean, onBack: () => void): void {
  const close = useEffectEvent(onBack)
  useEffect(() => {
    if (!isOpen || !window.CloseWatcher) return
    const watcher = new window.CloseWatcher()
    watcher.addEventListener('close', () => close())
    return () => watcher.destroy()
  }, [isOpen])
}
