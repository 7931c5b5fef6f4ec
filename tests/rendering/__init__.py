# SPDX-License-Identifier: MIT
"""Documents as people publish them, with what a careful reader would find in each."""
