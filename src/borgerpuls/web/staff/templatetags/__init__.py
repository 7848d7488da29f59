"""What templates of staff pages say in few words."""
