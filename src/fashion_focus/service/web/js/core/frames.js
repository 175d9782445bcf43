// The shown frame of a video: its time, and where its picture lies.

/** Calls back with the time of each shown frame, also while paused and after seeking. */
export function followFrames(video, onTime) {
  let stopped = false, handle = 0;
  const exact = "requestVideoFrameCallback" in video;
  const arm = () => { if (!stopped) handle = exact ? video.requestVideoFrameCallback(frame) : requestAnimationFrame(loop); };
  const frame = (_, metadata) => { onTime(metadata.mediaTime); arm(); };
  const loop = () => { if (!video.paused) onTime(video.currentTime); arm(); };
  const still = () => onTime(video.currentTime);
  const events = ["seeked", "seeking", "loadedmetadata", "pause", "ended"];
  for (const name of events) video.addEventListener(name, still);
  arm();
  return () => {
    stopped = true;
    if (exact) video.cancelVideoFrameCallback(handle); else cancelAnimationFrame(handle);
    for (const name of events) video.removeEventListener(name, still);
  };
}

/** Where the picture lies inside its element: left, top, width, height. */
export function contained(video, width, height) {
  const w = video.videoWidth || 16, h = video.videoHeight || 9, scale = Math.min(width / w, height / h);
  return [(width - w * scale) / 2, (height - h * scale) / 2, w * scale, h * scale];
}
