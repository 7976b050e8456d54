import { Stack } from '@mantine/core'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { sellerTexts } from '../../../ui/seller-texts.ts'
import { codeIn } from './code-in.ts'
import { openReader } from './qr-reader.ts'
import styles from './scanner.module.css'

const betweenLooksMs = 150

type Trouble = 'denied' | 'missing' | 'unsafe'

/** The camera's picture, until it shows a receipt's QR code. */
export function Scanner({ onFound }: { onFound: (code: string) => void }) {
  const said = sellerTexts.day.counter
  const video = useRef<HTMLVideoElement>(null)
  const [trouble, setTrouble] = useState<Trouble | null>(null)
  const [isForeign, setForeign] = useState(false)
  const found = useEffectEvent((text: string): boolean => {
    const code = codeIn(text)
    setForeign(code === null)
    if (code !== null) onFound(code)
    return code !== null
  })
  useEffect(() => {
    let isOver = false
    let stream: MediaStream | null = null
    let timer: ReturnType<typeof setTimeout> | undefined
    const look = async (read: Awaited<ReturnType<typeof openReader>>) => {
      const text = video.current ? await read(video.current) : null
      if (isOver || (text !== null && found(text))) return
      timer = setTimeout(() => void look(read), betweenLooksMs)
    }
    const begin = async () => {
      try {
        // Browsers have no camera on pages over plain HTTP.
        if (!navigator.mediaDevices) return setTrouble('unsafe')
        const [camera, read] = await Promise.all([
          navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } }),
          openReader(),
        ])
        stream = camera
        if (isOver || !video.current) return stop()
        video.current.srcObject = camera
        await video.current.play()
        await look(read)
      } catch (error) {
        const name = error instanceof DOMException ? error.name : ''
        if (!isOver) setTrouble(name === 'NotAllowedError' ? 'denied' : 'missing')
      }
    }
    const stop = () => {
      for (const track of stream?.getTracks() ?? []) track.stop()
    }
    void begin()
    return () => {
      isOver = true
      clearTimeout(timer)
      stop()
    }
  }, [])
  return (
    <Stack gap="sm">
      {trouble ? (
        <p role="status">{said.trouble[trouble]}</p>
      ) : (
        <>
          <video ref={video} className={styles.picture} muted playsInline aria-label={said.camera} />
          <p role="status">{isForeign ? said.foreign : said.aim}</p>
        </>
      )}
    </Stack>
  )
}
