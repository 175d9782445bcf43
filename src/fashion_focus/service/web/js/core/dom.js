// The one door to the vendored view library.
export { html, render, Component, useState, useEffect, useLayoutEffect, useRef, useMemo, useCallback } from "../../vendor/htm-preact.js";
