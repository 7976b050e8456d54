import { useMemo } from 'react'
import { encode } from 'uqr'
import styles from './qr-code.module.css'

export interface QrCodeProps {
  /** Its content, usually an address. */
  text: string
  /** The label for screen readers. */
  label: string
  /** Width and height in px; 192 when absent. */
  size?: number
}

/** A QR code, always dark on white with a quiet zone, since cameras do not read the inverse reliably. */
export function QrCode({ text, label, size = 192 }: QrCodeProps) {
  const { path, width } = useMemo(() => draw(text), [text])
  return (
    <svg
      className={styles.code}
      role="img"
      aria-label={label}
      width={size}
      height={size}
      viewBox={`0 0 ${width} ${width}`}
      shapeRendering="crispEdges"
    >
      <rect width={width} height={width} fill="#ffffff" />
      <path d={path} fill="#000000" />
    </svg>
  )
}

function draw(text: string): { path: string; width: number } {
  const { data, size } = encode(text, { ecc: 'M', border: 4 })
  let path = ''
  for (const [y, row] of data.entries()) {
    for (const [x, dark] of row.entries()) {
      if (dark) path += `M${x} ${y}h1v1h-1z`
    }
  }
  return { path, width: size }
}
